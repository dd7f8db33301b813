package dev.verge.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The peer of the firewall: nginx with libmodsecurity and the Core Rule Set, blocking, at paranoia
 * level 1, which answers everything from a file. It looks at the bodies of the same types of
 * answers as Verge does.
 */
final class ModSecurity {
  private static final String PAGE = "/item.json";

  private ModSecurity() {}

  static Server start(Path folder, Path crs, String page)
      throws IOException, InterruptedException, MissingTool {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(Path.of(root + PAGE), page, ISO_8859_1);
    Path rules = Files.writeString(folder.resolve("rules.conf"), rules(crs));
    Nginx nginx =
        new Nginx(
            "load_module modules/ngx_http_modsecurity_module.so;",
            "types { application/json json; }",
            "root %s; try_files %s =404; modsecurity on; modsecurity_rules_file %s;"
                .formatted(root, PAGE, rules));
    return nginx.start(folder, PAGE, "nginx with libnginx-mod-http-modsecurity");
  }

  private static String rules(Path crs) {
    return """
    SecRuleEngine On
    SecRequestBodyAccess On
    SecRequestBodyLimit 1048576
    SecResponseBodyAccess On
    SecResponseBodyMimeType text/plain text/html text/xml application/json
    SecAuditEngine Off
    Include %1$s/crs-setup.conf.example
    Include %1$s/rules/*.conf
    """
        .formatted(crs.toAbsolutePath());
  }
}

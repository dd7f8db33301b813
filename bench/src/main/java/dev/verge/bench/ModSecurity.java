package dev.verge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The peer of the firewall: nginx with libmodsecurity and the Core Rule Set, blocking, at paranoia
 * level 1, which answers {@code /item.json} from a file.
 */
final class ModSecurity {
  private static final Duration START = Duration.ofSeconds(30);

  private ModSecurity() {}

  static Server start(Path folder, int port, Path crs, int size)
      throws IOException, InterruptedException, MissingTool {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(root.resolve("item.json"), "x".repeat(size));
    Path rules = Files.writeString(folder.resolve("rules.conf"), rules(crs));
    Path config =
        Files.writeString(folder.resolve("modsecurity.conf"), config(folder, port, rules));
    Server nginx;
    try {
      nginx =
          Server.start(
              folder.resolve("nginx.log"),
              List.of("nginx", "-e", folder + "/error.log", "-c", config.toString()));
    } catch (IOException e) {
      throw new MissingTool("nginx with libnginx-mod-http-modsecurity");
    }
    nginx.await("http://127.0.0.1:" + port + "/item.json", START);
    return nginx;
  }

  private static String rules(Path crs) {
    return """
    SecRuleEngine On
    SecRequestBodyAccess On
    SecRequestBodyLimit 1048576
    SecResponseBodyAccess On
    SecResponseBodyMimeType text/plain text/html text/xml
    SecAuditEngine Off
    Include %1$s/crs-setup.conf.example
    Include %1$s/rules/*.conf
    """
        .formatted(crs.toAbsolutePath());
  }

  private static String config(Path folder, int port, Path rules) {
    return """
    daemon off;
    user root;
    worker_processes auto;
    load_module modules/ngx_http_modsecurity_module.so;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    events { worker_connections 4096; }
    http {
      access_log off;
      keepalive_requests 1000000000;
      types { application/json json; }
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server {
        listen 127.0.0.1:%2$d backlog=1024;
        root %1$s/root;
        modsecurity on;
        modsecurity_rules_file %3$s;
      }
    }
    """
        .formatted(folder, port, rules);
  }
}

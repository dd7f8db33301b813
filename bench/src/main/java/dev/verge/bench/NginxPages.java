package dev.verge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The peer of the pages: nginx, where {@code /fixed/N} answers a fixed body of N bytes from memory,
 * and {@code /cached/N} the same through {@code proxy_cache}, from an upstream that is asked once.
 */
final class NginxPages {
  private NginxPages() {}

  static Server start(Path folder, List<Integer> sizes)
      throws IOException, InterruptedException, MissingTool {
    StringBuilder server = new StringBuilder("set $kilobyte \"" + "x".repeat(1_024) + "\";\n");
    for (int size : sizes) {
      server.append(
          """
          location = /fixed/%1$d { default_type application/json; return 200 "%2$s"; }
          location = /cached/%1$d {
            proxy_pass %3$s/fixed/%1$d;
            proxy_cache pages;
            proxy_cache_valid 200 1h;
          }
          """
              .formatted(size, body(size), Nginx.ADDRESS));
    }
    String cache = "proxy_cache_path " + folder + "/cache keys_zone=pages:10m;";
    Nginx nginx = new Nginx("", cache, server.toString());
    return nginx.start(folder, "/fixed/" + sizes.getFirst(), "nginx");
  }

  /** A parameter of nginx's configuration has at most 4,096 bytes, so a body is put together. */
  private static String body(int size) {
    return "${kilobyte}".repeat(size / 1_024) + "x".repeat(size % 1_024);
  }
}

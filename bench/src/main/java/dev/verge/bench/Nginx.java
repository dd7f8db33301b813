package dev.verge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The peer: nginx with a worker per core, keep-alive without limit and no access log. {@code
 * /fixed/N} answers a fixed body of N bytes from memory; {@code /cached/N} the same through {@code
 * proxy_cache}, from an upstream that is asked once.
 */
final class Nginx {
  private static final Duration START = Duration.ofSeconds(10);

  private Nginx() {}

  static Server start(Path folder, int port, List<Integer> sizes)
      throws IOException, InterruptedException, MissingTool {
    StringBuilder locations = new StringBuilder();
    for (int size : sizes) {
      locations.append(
          """
          location = /fixed/%1$d { default_type application/json; return 200 "%2$s"; }
          location = /cached/%1$d {
            proxy_pass http://127.0.0.1:%3$d/fixed/%1$d;
            proxy_cache pages;
            proxy_cache_valid 200 1h;
          }
          """
              .formatted(size, body(size), port));
    }
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(folder, port, locations.toString()));
    Server nginx;
    try {
      nginx =
          Server.start(
              folder.resolve("nginx.log"),
              List.of("nginx", "-e", folder + "/error.log", "-c", config.toString()));
    } catch (IOException e) {
      throw new MissingTool("nginx");
    }
    nginx.await("http://127.0.0.1:" + port + "/fixed/" + sizes.getFirst(), START);
    return nginx;
  }

  /** A parameter of nginx's configuration has at most 4,096 bytes, so a body is put together. */
  private static String body(int size) {
    return "${kilobyte}".repeat(size / 1_024) + "x".repeat(size % 1_024);
  }

  private static String config(Path folder, int port, String locations) {
    return """
    daemon off;
    user root;
    worker_processes auto;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    events { worker_connections 4096; }
    http {
      access_log off;
      keepalive_requests 1000000000;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      proxy_cache_path %1$s/cache keys_zone=pages:10m;
      server {
        listen 127.0.0.1:%2$d backlog=1024;
        set $kilobyte "%4$s";
        %3$s
      }
    }
    """
        .formatted(folder, port, locations, "x".repeat(1_024));
  }
}

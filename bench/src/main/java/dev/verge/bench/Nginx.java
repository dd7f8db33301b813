package dev.verge.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * nginx as the peer: a worker per core, keep-alive without limit and no access log.
 *
 * @param main what stands in its configuration outside of all blocks, beside that
 * @param http what stands in the block {@code http}
 * @param server what stands in the block {@code server}
 */
record Nginx(String main, String http, String server) {
  /** Where it listens. */
  static final String ADDRESS = "http://127.0.0.1:18900";

  private static final Duration START = Duration.ofSeconds(30);

  /**
   * Starts it and waits until it answers a page.
   *
   * @param packages what to install where there is no nginx
   */
  Server start(Path folder, String page, String packages)
      throws IOException, InterruptedException, MissingTool {
    Path file = Files.writeString(folder.resolve("nginx.conf"), config(folder));
    Server nginx;
    try {
      nginx =
          Server.start(
              folder.resolve("nginx.log"),
              List.of("nginx", "-e", folder + "/error.log", "-c", file.toString()));
    } catch (IOException e) {
      throw MissingTool.program(packages);
    }
    nginx.await(ADDRESS + page, START);
    return nginx;
  }

  private String config(Path folder) {
    return """
    daemon off;
    user root;
    worker_processes auto;
    %2$s
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
      %3$s
      server {
        listen 127.0.0.1:%5$d backlog=1024;
        %4$s
      }
    }
    """
        .formatted(folder, main, http, server, URI.create(ADDRESS).getPort());
  }
}

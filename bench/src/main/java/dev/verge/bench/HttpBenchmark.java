package dev.verge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The shop's pages at a replica against nginx: 64 connections, the two in turn, medians of the
 * runs. nginx answers a body of the same size that it holds in memory, or from its proxy cache;
 * Verge reads SQLite, renders, or answers from its cache-aside cache, in all its stages but the
 * firewall, which nginx has not either: {@code waf} compares those.
 */
final class HttpBenchmark {
  private static final int WORLD_PORT = 18_787;
  private static final int REPLICA_PORT = WORLD_PORT + 3;
  private static final int NGINX_PORT = 18_900;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 5;
  private static final int WARM_UP_SECONDS = 8;

  private HttpBenchmark() {}

  /** A page, its peer and the ratio that is the goal. */
  private record Case(String name, String path, boolean anyProduct, String peer, double goal) {}

  private static final List<Case> CASES =
      List.of(
          new Case("GET /api/products/{id}", "/api/products/", true, "/fixed/", 0.35),
          new Case(
              "GET /api/products?category= (cached)",
              "/api/products?category=",
              false,
              "/cached/",
              0.6),
          new Case("GET /products/{id} (HTML)", "/products/", true, "/fixed/", 0.25));

  static void run() throws IOException, InterruptedException, MissingTool {
    Path folder = Files.createTempDirectory("verge-bench");
    try (Server world = Server.world(folder, WORLD_PORT, "--shield", "off");
        HttpClient client = HttpClient.newHttpClient()) {
      String replica = "http://127.0.0.1:" + REPLICA_PORT;
      world.await(replica + "/api/products/1", Duration.ofMinutes(5));
      String category = category(client, replica);
      List<String> pages = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (Case c : CASES) {
        String page = c.path + (c.anyProduct ? "4711" : category);
        pages.add(page);
        sizes.add(get(client, replica + page).length());
      }
      try (Server nginx = Nginx.start(folder, NGINX_PORT, sizes)) {
        for (int i = 0; i < CASES.size(); i++) {
          compare(folder, world, nginx, CASES.get(i), replica + pages.get(i), sizes.get(i));
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void compare(
      Path folder, Server world, Server nginx, Case c, String page, int size)
      throws IOException, InterruptedException {
    Path any = script(folder, c.anyProduct ? c.path : null);
    Path fixed = script(folder, null);
    String peer = "http://127.0.0.1:" + NGINX_PORT + c.peer + size;
    Wrk.run(world, page, WARM_UP_SECONDS, any);
    List<Wrk.Rate> ours = new ArrayList<>();
    List<Wrk.Rate> theirs = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      theirs.add(Wrk.run(nginx, peer, SECONDS, fixed));
      ours.add(Wrk.run(world, page, SECONDS, any));
    }
    Wrk.Rate verge = Wrk.median(ours);
    Wrk.Rate other = Wrk.median(theirs);
    System.out.printf(
        "%-40s ratio %.2f (goal %.2f), per CPU-second %.2f; %d bytes%n"
            + "%40s verge %,.0f/s, %,.0f/CPU-s; nginx%s %,.0f/s, %,.0f/CPU-s%n",
        c.name,
        verge.perSecond() / other.perSecond(),
        c.goal,
        verge.perCpuSecond() / other.perCpuSecond(),
        size,
        "",
        verge.perSecond(),
        verge.perCpuSecond(),
        c.peer,
        other.perSecond(),
        other.perCpuSecond());
  }

  /** Asks for a random product each time; without a prefix, the address as it is. */
  private static Path script(Path folder, @org.jspecify.annotations.Nullable String prefix)
      throws IOException {
    Path file = Files.createTempFile(folder, "wrk", ".lua");
    String path = prefix == null ? "wrk.path" : "'" + prefix + "' .. math.random(1, 10000)";
    Files.writeString(file, "request = function() return wrk.format(nil, " + path + ") end\n");
    return file;
  }

  private static String category(HttpClient client, String replica)
      throws IOException, InterruptedException {
    String product = get(client, replica + "/api/products/1");
    String mark = "\"category\":\"";
    int at = product.indexOf(mark) + mark.length();
    String name = product.substring(at, product.indexOf('"', at));
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
  }

  static String get(HttpClient client, String url) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(url + " answers " + response.statusCode());
    }
    // As Latin-1 the text has a character per byte, so that its length is the body's.
    return new String(response.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}

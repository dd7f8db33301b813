package dev.verge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shop's pages at a replica against nginx: 64 connections, the two in turn, medians of the
 * runs. nginx answers a body of the same size that it holds in memory, or from its proxy cache;
 * Verge reads SQLite, renders, or answers from its cache-aside cache, in all its stages but the
 * firewall, which nginx has not either: {@code waf} compares those.
 */
final class HttpBenchmark {
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
    try (Server world = Replica.start(folder, "--shield", "off")) {
      String category = category();
      List<String> pages = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (Case c : CASES) {
        String page = c.path + (c.anyProduct ? "4711" : category);
        pages.add(page);
        sizes.add(Replica.get(page).length());
      }
      try (Server nginx = NginxPages.start(folder, sizes)) {
        for (int i = 0; i < CASES.size(); i++) {
          compare(folder, world, nginx, CASES.get(i), pages.get(i), sizes.get(i));
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
    Comparison rates =
        Comparison.measure(
            new Wrk.Load(world, Replica.ADDRESS + page, any),
            new Wrk.Load(nginx, Nginx.ADDRESS + c.peer + size, fixed),
            WARM_UP_SECONDS);
    System.out.printf(
        "%-40s ratio %.2f (goal %.2f), per CPU-second %.2f; %d bytes%n"
            + "%40s verge %,.0f/s, %,.0f/CPU-s; nginx%s %,.0f/s, %,.0f/CPU-s%n",
        c.name,
        rates.ratio(),
        c.goal,
        rates.ratioPerCpuSecond(),
        size,
        "",
        rates.ours().perSecond(),
        rates.ours().perCpuSecond(),
        c.peer,
        rates.theirs().perSecond(),
        rates.theirs().perCpuSecond());
  }

  /** Asks for a random product each time; without a prefix, the address as it is. */
  private static Path script(Path folder, @Nullable String prefix) throws IOException {
    Path file = Files.createTempFile(folder, "wrk", ".lua");
    String path = prefix == null ? "wrk.path" : "'" + prefix + "' .. math.random(1, 10000)";
    Files.writeString(file, "request = function() return wrk.format(nil, " + path + ") end\n");
    return file;
  }

  private static String category() throws IOException, InterruptedException {
    String product = Replica.get("/api/products/1");
    String mark = "\"category\":\"";
    int at = product.indexOf(mark) + mark.length();
    String name = product.substring(at, product.indexOf('"', at));
    return URLEncoder.encode(name, UTF_8);
  }
}

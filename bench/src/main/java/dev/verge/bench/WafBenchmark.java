package dev.verge.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.shield.Firewall;
import dev.verge.shield.FirewallRules;
import dev.verge.waf.Client;
import dev.verge.waf.Header;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The firewall with the OWASP Core Rule Set at paranoia level 1: what it takes in process, and a
 * product of the shop against nginx with libmodsecurity, the same rules, and a file of the same
 * size. The rule set is found by {@code VERGE_CRS}.
 */
final class WafBenchmark {
  private static final int WORLD_PORT = 18_787;
  private static final int REPLICA_PORT = WORLD_PORT + 3;
  private static final int NGINX_PORT = 18_900;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 5;
  private static final int WARM_UP_SECONDS = 40;
  private static final int WARM_UPS = 8_000;
  private static final int MEASURED = 4_000;

  /** What a browser sends. */
  private static final Map<String, String> BROWSER =
      Map.of(
          "Host", "shop.example",
          "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
          "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "Accept-Language", "en-US,en;q=0.5",
          "Accept-Encoding", "gzip, deflate, br",
          "Upgrade-Insecure-Requests", "1",
          "Sec-Fetch-Dest", "document",
          "Sec-Fetch-Mode", "navigate",
          "Sec-Fetch-Site", "none");

  private WafBenchmark() {}

  static void run() throws IOException, InterruptedException, MissingTool {
    String crs = System.getenv("VERGE_CRS");
    if (crs == null) {
      throw new MissingTool("VERGE_CRS, the folder of the OWASP Core Rule Set,");
    }
    inProcess(Path.of(crs));
    overSockets(Path.of(crs));
  }

  private static void inProcess(Path crs) {
    FirewallRules files = FirewallRules.coreRuleSet(crs, 1);
    double[] loads = new double[ROUNDS];
    Rules rules = files.load();
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      rules = files.load();
      loads[i] = (System.nanoTime() - start) / 1e9;
    }
    System.out.printf("rules load %.2f s (goal 1.50)%n", median(loads));
    report("GET with a browser's headers", 80, rules, request("GET", "/products/4711", "", ""));
    String form =
        "name=Jo%C3%A3o+Silva&street=Rua+Augusta+12&city=Lisboa&zip=1100-053&country=PT"
            + "&email=joao%40example.org&phone=%2B351+21+000+0000&note=Ring+twice&gift=no&q=2";
    report(
        "POST of a form with 10 fields",
        250,
        rules,
        request("POST", "/orders", "application/x-www-form-urlencoded", form));
    report(
        "POST of 10 KB of JSON",
        3_000,
        rules,
        request("POST", "/api/items", "application/json", json()));
  }

  private static String json() {
    StringBuilder json = new StringBuilder("{\"items\":[");
    for (int i = 0; json.length() < 10_000; i++) {
      json.append(i == 0 ? "" : ",")
          .append(
              "{\"id\":%d,\"name\":\"Lamp no. %d\",\"price\":\"%d.90 EUR\",\"note\":\"\"}"
                  .formatted(i, i, i % 90));
    }
    return json.append("]}").toString();
  }

  private static Firewall.Request request(String method, String uri, String type, String body) {
    List<Header> headers = new ArrayList<>();
    BROWSER.forEach((name, value) -> headers.add(new Header(name, value)));
    if (!type.isEmpty()) {
      headers.add(new Header("Content-Type", type));
      headers.add(new Header("Content-Length", Integer.toString(body.length())));
    }
    return new Firewall.Request(
        "192.0.2.1", method, uri, "HTTP/1.1", headers, body.getBytes(ISO_8859_1));
  }

  private static void report(String name, double goal, Rules rules, Firewall.Request request) {
    List<Header> answer = List.of(new Header("Content-Type", "application/json"));
    String body = new String(request.body(), ISO_8859_1);
    double[] micros = new double[MEASURED];
    for (int i = -WARM_UPS; i < MEASURED; i++) {
      long start = System.nanoTime();
      Transaction tx = rules.begin(new Client(request.clientAddress(), 0, "iad", 0, "r"));
      boolean stopped =
          tx.request(request.method(), request.uri(), request.protocol(), request.headers()) != null
              || tx.requestBody(body) != null
              || tx.response(200, "HTTP/1.1", answer) != null
              || tx.responseBody("") != null;
      tx.end();
      if (stopped) {
        throw new IllegalStateException(name + " is refused");
      }
      if (i >= 0) {
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    System.out.printf("%-30s p50 %,.0f us (goal %,.0f)%n", name, median(micros), goal);
  }

  private static void overSockets(Path crs) throws IOException, InterruptedException, MissingTool {
    Path folder = Files.createTempDirectory("verge-bench");
    try (Server world = Server.world(folder, WORLD_PORT, "--shield", "crs:" + crs);
        HttpClient client = HttpClient.newHttpClient()) {
      String page = "http://127.0.0.1:" + REPLICA_PORT + "/api/products/4711";
      world.await(page, Duration.ofMinutes(5));
      int size = HttpBenchmark.get(client, page).length();
      String peer = "http://127.0.0.1:" + NGINX_PORT + "/item.json";
      try (Server nginx = ModSecurity.start(folder, NGINX_PORT, crs, size)) {
        Path script = script(folder);
        Wrk.run(world, page, WARM_UP_SECONDS, script);
        List<Wrk.Rate> ours = new ArrayList<>();
        List<Wrk.Rate> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          theirs.add(Wrk.run(nginx, peer, SECONDS, script));
          ours.add(Wrk.run(world, page, SECONDS, script));
        }
        Wrk.Rate verge = Wrk.median(ours);
        Wrk.Rate other = Wrk.median(theirs);
        System.out.printf(
            "GET behind the Core Rule Set   per CPU-second %.1f x (goal 8)%n"
                + "  verge %,.0f/CPU-s, %,.0f/s; nginx with libmodsecurity %,.0f/CPU-s, %,.0f/s%n",
            verge.perCpuSecond() / other.perCpuSecond(),
            verge.perCpuSecond(),
            verge.perSecond(),
            other.perCpuSecond(),
            other.perSecond());
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static Path script(Path folder) throws IOException {
    StringBuilder lua = new StringBuilder();
    BROWSER.forEach(
        (name, value) -> lua.append("wrk.headers[\"%s\"] = \"%s\"%n".formatted(name, value)));
    return Files.writeString(folder.resolve("browser.lua"), lua);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}

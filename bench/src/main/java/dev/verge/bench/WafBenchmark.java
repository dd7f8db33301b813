package dev.verge.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.shield.Firewall;
import dev.verge.shield.FirewallRules;
import dev.verge.waf.Client;
import dev.verge.waf.Header;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The firewall with the OWASP Core Rule Set at paranoia level 1: what it takes in process, and a
 * product of the shop against nginx with libmodsecurity, the same rules, and a file of what the
 * shop answers. The rule set is found by {@code VERGE_CRS}.
 */
final class WafBenchmark {
  private static final int LOADS = 3;
  private static final int WARM_UP_SECONDS = 60;
  private static final int WARM_UPS = 8_000;
  private static final int MEASURED = 4_000;

  /** Each request is for another one of them, since what recurs is looked at once. */
  private static final int PRODUCTS = 9_000;

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
      throw MissingTool.folder("VERGE_CRS", "the OWASP Core Rule Set");
    }
    inProcess(Path.of(crs));
    overSockets(Path.of(crs));
  }

  private static void inProcess(Path crs) {
    FirewallRules files = FirewallRules.coreRuleSet(crs, 1);
    double[] loads = new double[LOADS];
    Rules rules = files.load();
    for (int i = 0; i < LOADS; i++) {
      long start = System.nanoTime();
      rules = files.load();
      loads[i] = (System.nanoTime() - start) / 1e9;
    }
    System.out.printf("rules load %.2f s (goal 1.50)%n", Median.of(loads));
    report("GET with a browser's headers", 80, rules, request("GET", "/products/", "", ""));
    String form =
        "name=Jo%C3%A3o+Silva&street=Rua+Augusta+12&city=Lisboa&zip=1100-053&country=PT"
            + "&email=joao%40example.org&phone=%2B351+21+000+0000&note=Ring+twice&gift=no&q=2";
    report(
        "POST of a form with 10 fields",
        250,
        rules,
        request("POST", "/orders/", "application/x-www-form-urlencoded", form));
    report(
        "POST of 10 KB of JSON",
        3_000,
        rules,
        request("POST", "/api/items/", "application/json", json()));
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
      String uri = request.uri() + (1 + Math.floorMod(i, PRODUCTS));
      long start = System.nanoTime();
      Transaction tx = rules.begin(new Client(request.clientAddress(), 0, "iad", 0, "r"));
      boolean stopped =
          tx.request(request.method(), uri, request.protocol(), request.headers()) != null
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
    System.out.printf("%-30s p50 %,.0f us (goal %,.0f)%n", name, Median.of(micros), goal);
  }

  private static void overSockets(Path crs) throws IOException, InterruptedException, MissingTool {
    Path folder = Files.createTempDirectory("verge-bench");
    try (Server world = Replica.start(folder, "--shield", "crs:" + crs)) {
      String page = Replica.get(Replica.PRODUCT);
      try (Server nginx = ModSecurity.start(folder, crs, page)) {
        Path script = script(folder);
        Comparison rates =
            Comparison.measure(
                new Wrk.Load(world, Replica.ADDRESS + Replica.PRODUCT, script),
                new Wrk.Load(nginx, Nginx.ADDRESS + Replica.PRODUCT, script),
                WARM_UP_SECONDS);
        System.out.printf(
            "GET behind the Core Rule Set   per CPU-second %.1f x (goal 8)%n"
                + "  verge %,.0f/CPU-s, %,.0f/s; nginx with libmodsecurity %,.0f/CPU-s, %,.0f/s%n",
            rates.ratioPerCpuSecond(),
            rates.ours().perCpuSecond(),
            rates.ours().perSecond(),
            rates.theirs().perCpuSecond(),
            rates.theirs().perSecond());
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static Path script(Path folder) throws IOException {
    StringBuilder lua = new StringBuilder();
    BROWSER.forEach(
        (name, value) -> lua.append("wrk.headers[\"%s\"] = \"%s\"%n".formatted(name, value)));
    lua.append("local n = 0\n")
        .append("request = function() n = n %% %d + 1;".formatted(PRODUCTS))
        .append(" return wrk.format(nil, \"/api/products/\" .. n) end\n");
    return Files.writeString(folder.resolve("browser.lua"), lua);
  }
}

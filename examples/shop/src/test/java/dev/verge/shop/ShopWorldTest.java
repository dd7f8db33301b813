package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.testing.Answer;
import dev.verge.testing.VergeWorld;
import dev.verge.testing.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shop as its visitors meet it, at three locations. */
final class ShopWorldTest {
  private static final String PASSWORD = "correct horse battery";
  private static final AtomicInteger USERS = new AtomicInteger();

  @RegisterExtension static final VergeWorld world = VergeWorld.of(Path.of("target/classes"));

  @BeforeAll
  static void databaseIsUp() {
    try (Visitor visitor = world.at("iad")) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> visitor.post("/api/session", login("nobody@example.com")).status() == 401);
    }
  }

  /** What every edge application is tested for. */
  @Nested
  final class Seed {
    @Test
    void listsFastWithTimingAndRegionAtEveryLocationAtOnce() throws Exception {
      Set<String> regions = new HashSet<>();
      try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Answer> answers =
            visitors
                .invokeAll(world.locations().stream().map(l -> task(() -> listed(l))).toList())
                .stream()
                .map(f -> f.resultNow())
                .toList();
        for (Answer answer : answers) {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.header("X-Edge-Time")).matches("\\d+ms");
          assertThat(answer.timing("total"))
              .hasValueSatisfying(ms -> assertThat(ms).isLessThan(20));
          assertThat(answer.timing("route")).isPresent();
          assertThat(answer.header("X-Cache")).isEqualTo("HIT");
          regions.add(answer.header("X-Edge-Region"));
          assertThat(answer.json()).containsEntry("edgeLocation", answer.header("X-Edge-Region"));
        }
      }
      assertThat(regions).containsExactlyInAnyOrderElementsOf(world.locations());
    }

    @Test
    void rendersAPageThatIsComplete() {
      try (Visitor visitor = world.from("nrt")) {
        Answer page = visitor.get("/products/3");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("X-Edge-Region")).isEqualTo("nrt");
        assertThat(page.header("X-User-Country")).isEqualTo("JP");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.timing("render")).isPresent();
        assertThat(page.body())
            .startsWith("<!DOCTYPE html>")
            .contains("<title>", "<meta name=\"description\"", "Buy now", "¥")
            .doesNotContain("<script");
      }
    }

    @Test
    void missesTheCacheOnceAndThenHits() {
      try (Visitor visitor = world.at("fra")) {
        assertThat(visitor.get("/api/products?page=77").header("X-Cache")).isEqualTo("MISS");
        assertThat(visitor.get("/api/products?page=77").header("X-Cache")).isEqualTo("HIT");
      }
    }

    private Answer listed(String location) {
      try (Visitor visitor = world.at(location)) {
        visitor.get("/api/products");
        visitor.get("/api/products");
        return visitor.get("/api/products");
      }
    }
  }

  @Nested
  final class Products {
    @Test
    @SuppressWarnings("unchecked")
    void areListedNewestFirstTwentyAPageWithTheTrueTotal() {
      try (Visitor visitor = world.at("nrt")) {
        Map<String, Object> page = visitor.get("/api/products?page=2").json();
        assertThat(page).containsEntry("total", 10_000).containsEntry("page", 2);
        List<Map<String, Object>> products =
            (List<Map<String, Object>>) Objects.requireNonNull(page.get("products"));
        assertThat(products).hasSize(20);
        List<String> dates = products.stream().map(p -> (String) p.get("created_at")).toList();
        assertThat(dates).isSortedAccordingTo((a, b) -> b.compareTo(a));
        Object category = products.getFirst().get("category");
        assertThat(visitor.get("/api/products?category=" + category).json())
            .containsEntry("total", 500);
        assertThat(visitor.get("/api/products?category=none").json()).containsEntry("total", 0);
      }
    }

    @Test
    void areShownWithTheirColumnsAndAPriceOfTwoDecimals() {
      try (Visitor visitor = world.at("fra")) {
        Answer answer = visitor.get("/api/products/42");
        assertThat(answer.json().keySet())
            .containsExactly(
                "id", "name", "description", "price", "category", "stock", "created_at");
        assertThat(answer.body()).containsPattern("\"price\":\\d+\\.\\d\\d,");
        assertThat(answer.header("Verge-Stale")).isNull();
      }
    }

    @Test
    void withMarkupInTheirNamesAreEscaped() {
      try (Visitor visitor = world.at("iad")) {
        int hostile = 0;
        for (int id = 1; id <= 400; id++) {
          String name = visitor.get("/api/products/" + id).text("name");
          if (name.contains("<")) {
            hostile++;
            assertThat(visitor.get("/products/" + id).body()).doesNotContain(name);
          }
        }
        assertThat(hostile).isPositive();
      }
    }

    @Test
    void thatAreNotThereAre404() {
      try (Visitor visitor = world.at("iad")) {
        for (String id : List.of("0", "10001", "-1", "x", "1'%20%22", "99999999999999999999")) {
          assertThat(visitor.get("/api/products/" + id).status()).as(id).isEqualTo(404);
          assertThat(visitor.get("/products/" + id).status()).as(id).isEqualTo(404);
        }
        // Which the shield refuses before the shop, where it would be no number, is asked.
        assertThat(visitor.get("/api/products/1%20OR%201=1").status()).isEqualTo(403);
      }
    }
  }

  @Nested
  final class Users {
    @Test
    void seeTheirProfileChangeAtOnceAtEveryLocation() {
      try (Visitor visitor = signedIn("fra")) {
        for (int i = 0; i < 20; i++) {
          String name = "Name " + i;
          String writer = world.locations().get(i % 3);
          Answer put =
              world.move(visitor, writer).put("/api/profile", Map.of("name", name, "region", "EU"));
          assertThat(put.status()).isEqualTo(200);
          assertThat(put.header("Verge-Bookmark")).isNotEmpty();
          for (String location : world.locations()) {
            assertThat(world.move(visitor, location).get("/api/profile").json())
                .containsEntry("name", name);
          }
        }
      }
    }

    @Test
    void areIdentifiedByTheTokenWithoutCookiesAndWithoutABookmark() {
      String user = register();
      try (Visitor first = world.at("fra");
          Visitor other = world.at("nrt")) {
        String token = first.post("/api/session", login(user)).text("token");
        Visitor bearer = first.with("Authorization", "Bearer " + token);
        Visitor elsewhere = other.with("Authorization", "Bearer " + token);
        bearer.put("/api/profile", Map.of("name", "By token", "region", "EU"));
        assertThat(elsewhere.get("/api/profile").json()).containsEntry("name", "By token");

        assertThat(elsewhere.delete("/api/session").status()).isEqualTo(204);
        assertThat(bearer.get("/api/profile").status()).isEqualTo(401);
      }
    }

    @Test
    void areSignedOutEverywhereAtOnce() {
      try (Visitor visitor = signedIn("nrt")) {
        for (String location : world.locations()) {
          assertThat(world.move(visitor, location).get("/api/profile").status()).isEqualTo(200);
        }
        String cookie = "kept";
        Answer out = world.move(visitor, "iad").delete("/api/session");
        assertThat(out.status()).as(cookie).isEqualTo(204);
        for (String location : world.locations()) {
          assertThat(world.move(visitor, location).get("/api/profile").status()).isEqualTo(401);
        }
      }
    }

    @Test
    void cannotTakeAnEmailTwice() {
      String user = register();
      try (Visitor visitor = world.at("fra")) {
        assertThat(visitor.post("/api/users", signUp(user)).status()).isEqualTo(409);
        assertThat(
                visitor
                    .post("/api/users", signUp(user.toUpperCase(java.util.Locale.ROOT)))
                    .status())
            .isEqualTo(409);
        assertThat(
                visitor
                    .post("/api/session", Map.of("email", user, "password", "wrong one"))
                    .status())
            .isEqualTo(401);
      }
    }
  }

  @Nested
  final class OrdersOfUsers {
    @Test
    void takeStockWhichReachesEveryLocation() {
      try (Visitor visitor = signedIn("nrt")) {
        int before = stock("iad", 100);
        Answer order = order(visitor, "k1", 100, 2);
        assertThat(order.status()).isEqualTo(201);
        assertThat(order.json()).containsKeys("id", "total", "status");
        for (String location : world.locations()) {
          await()
              .atMost(Duration.ofSeconds(10))
              .untilAsserted(() -> assertThat(stock(location, 100)).isEqualTo(before - 2));
        }
        assertThat(visitor.get("/api/orders/" + order.integer("id")).json())
            .containsEntry("id", order.integer("id"));
      }
    }

    @Test
    void withOneKeyAreOneOrderHoweverOftenTheyAreSentAtOnce() throws Exception {
      try (Visitor visitor = signedIn("fra");
          ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        int before = stock("iad", 101);
        ConcurrentLinkedQueue<Integer> ids = new ConcurrentLinkedQueue<>();
        List<java.util.concurrent.Callable<Answer>> tries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          Visitor there = world.move(visitor, world.locations().get(i % 3));
          tries.add(task(() -> order(there, "same", 101, 3)));
        }
        for (var result : clients.invokeAll(tries)) {
          assertThat(result.resultNow().status()).isEqualTo(201);
          ids.add(result.resultNow().integer("id"));
        }
        assertThat(new HashSet<>(ids)).hasSize(1);
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(stock("nrt", 101)).isEqualTo(before - 3));
        assertThat(order(visitor, "same", 101, 4).status()).isEqualTo(422);
      }
    }

    @Test
    void neverSellMoreThanThereIs() throws Exception {
      int there = stock("iad", 102);
      AtomicInteger sold = new AtomicInteger();
      try (Visitor visitor = signedIn("iad");
          ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        int each = Math.max(1, there / 10);
        for (int i = 0; i < 24; i++) {
          String key = "oversell-" + i;
          var _ =
              clients.submit(() -> {
                Answer answer = order(visitor, key, 102, each);
                assertThat(answer.status()).isIn(201, 409);
                if (answer.status() == 201) {
                  sold.addAndGet(each);
                }
              });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      }
      assertThat(sold.get()).isPositive().isLessThanOrEqualTo(there);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(stock("fra", 102)).isEqualTo(there - sold.get()));
    }

    @Test
    void belongToTheirUserOnly() {
      try (Visitor ann = signedIn("iad");
          Visitor bob = signedIn("fra")) {
        int id = order(ann, "mine", 103, 1).integer("id");
        assertThat(ann.get("/api/orders/" + id).status()).isEqualTo(200);
        assertThat(bob.get("/api/orders/" + id).status()).isEqualTo(404);
        assertThat(bob.get("/api/orders").body()).doesNotContain("\"id\":" + id + ",");
      }
    }
  }

  private static String register() {
    String email = "user" + USERS.incrementAndGet() + "@example.com";
    try (Visitor visitor = world.at("iad")) {
      assertThat(visitor.post("/api/users", signUp(email)).status()).isEqualTo(201);
    }
    return email;
  }

  private static Visitor signedIn(String location) {
    String email = register();
    Visitor visitor = world.at(location);
    assertThat(visitor.post("/api/session", login(email)).status()).isEqualTo(201);
    return visitor;
  }

  private static Answer order(Visitor visitor, String key, int product, int quantity) {
    return visitor
        .with("Idempotency-Key", key)
        .post(
            "/api/orders",
            Map.of("items", List.of(Map.of("productId", product, "quantity", quantity))));
  }

  private static int stock(String location, int product) {
    try (Visitor visitor = world.at(location)) {
      return visitor.get("/api/products/" + product).integer("stock");
    }
  }

  private static Map<String, String> signUp(String email) {
    return Map.of("email", email, "name", "A Visitor", "password", PASSWORD);
  }

  private static Map<String, String> login(String email) {
    return Map.of("email", email, "password", PASSWORD);
  }

  private static java.util.concurrent.Callable<Answer> task(
      java.util.concurrent.Callable<Answer> callable) {
    return callable;
  }
}

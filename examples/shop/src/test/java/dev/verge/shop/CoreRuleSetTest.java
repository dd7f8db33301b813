package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.verge.testing.Answer;
import dev.verge.testing.VergeWorld;
import dev.verge.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop behind the Core Rule Set at paranoia level 2, without exclusions of its own. The rule
 * set is found by {@code VERGE_CRS}; in continuous integration its absence fails.
 */
final class CoreRuleSetTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;

  private static Path crs() {
    String named = System.getenv("VERGE_CRS");
    if (named == null) {
      assertThat(System.getenv("CI")).as("VERGE_CRS names no Core Rule Set").isNull();
      assumeTrue(false, "VERGE_CRS names no Core Rule Set");
    }
    return Path.of(String.valueOf(named));
  }

  @Test
  void theShopWorksAtParanoiaLevelTwo() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("verge.yaml"),
            "waf: {rules: \"%s\", paranoia: 2, audit: values}\n".formatted(crs().toAbsolutePath()));
    VergeWorld world =
        VergeWorld.of(Path.of("target/classes")).locations("iad", "nrt").settings(settings);
    try (world) {
      world.start();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() ->
              world.at("iad").post("/api/session", login("nobody@example.com")).status() == 401);
      // Session ids and bookmarks are random, and rules may take some of them for something else.
      for (int i = 0; i < 8; i++) {
        try (Visitor visitor = browser(world.at(i % 2 == 0 ? "iad" : "nrt"))) {
          visit(visitor, "ann" + i + "@example.com");
        }
      }
      try (Visitor attacker = browser(world.at("nrt"))) {
        refused(attacker.get("/api/products?category=1'%20OR%20'1'='1"));
        refused(attacker.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E"));
      }
    }
  }

  private static void visit(Visitor visitor, String email) {
    well(200, visitor.get("/"));
    well(200, visitor.get("/products/1"));
    well(200, visitor.get("/assets/shop.css"));
    well(200, visitor.get("/api/products?limit=5"));
    well(
        201,
        visitor.post(
            "/api/users",
            Map.of("email", email, "name", "Zoë O'Brien-Müller", "password", PASSWORD)));
    well(
        303,
        visitor.form("/sign-in", "next=%2F&email=" + email + "&password=correct+horse+battery"));
    well(200, visitor.get("/account"));
    well(200, visitor.get("/api/profile"));
    Answer order =
        visitor
            .with("Idempotency-Key", "order-of-" + email)
            .post("/api/orders", Map.of("items", List.of(Map.of("productId", 1, "quantity", 1))));
    well(201, order);
    well(200, visitor.get("/orders"));
    well(204, visitor.delete("/api/session"));
  }

  /** What rules at level 2 expect of a client. */
  private static Visitor browser(Visitor visitor) {
    return visitor
        .with(
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
        .with("Accept", "text/html,application/json;q=0.9,*/*;q=0.8")
        .with("Accept-Language", "en-GB,en;q=0.5");
  }

  private static void well(int status, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
  }

  private static void refused(Answer answer) {
    well(403, answer);
  }

  private static Map<String, String> login(String email) {
    return Map.of("email", email, "password", PASSWORD);
  }
}

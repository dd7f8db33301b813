package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.testing.Answer;
import dev.verge.testing.VergeWorld;
import dev.verge.testing.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shop while locations cannot reach each other. */
final class OutageTest {
  private static final String PASSWORD = "correct horse battery";

  @RegisterExtension static final VergeWorld world = VergeWorld.of(Path.of("target/classes"));

  @AfterEach
  void heal() {
    world.heal("nrt");
    world.heal("iad");
  }

  @Test
  void aLocationThatIsCutOffServesTheCatalogAndRefusesTheRestInTime() {
    try (Visitor visitor = signedIn("nrt@example.com")) {
      Visitor nrt = world.move(visitor, "nrt");
      assertThat(nrt.get("/api/profile").status()).isEqualTo(200);
      world.partition("nrt");

      assertThat(nrt.get("/api/products/1").status()).isEqualTo(200);
      refusedInTime(nrt.put("/api/profile", Map.of("name", "Lost", "region", "EU")));
      refusedInTime(nrt.get("/api/orders"));
      refusedInTime(
          nrt.post("/api/session", Map.of("email", "nrt@example.com", "password", PASSWORD)));
      await().atMost(Duration.ofSeconds(5)).until(() -> nrt.get("/api/profile").status() == 503);
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> nrt.get("/api/products/1").header("Verge-Stale") != null);
      assertThat(nrt.get("/api/products/1").header("Verge-Stale")).matches("catalog;lag=\\d{4,}");
      assertThat(nrt.get("/products/1").body()).startsWith("<!DOCTYPE html>");

      Visitor iad = world.move(visitor, "iad");
      iad.put("/api/profile", Map.of("name", "While cut", "region", "EU"));
      world.heal("nrt");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> nrt.get("/api/products/1").header("Verge-Stale") == null);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(nrt.get("/api/profile").json()).containsEntry("name", "While cut"));
      world.awaitEqual("profiles");
      world.awaitEqual("catalog");
    }
  }

  @Test
  void pagesAndListsAreServedEverywhereWhileTheOriginIsGone() {
    try (Visitor fra = world.at("fra");
        Visitor nrt = world.at("nrt")) {
      world.stop("iad");
      try {
        for (Visitor visitor : List.of(fra, nrt)) {
          assertThat(visitor.get("/api/products/9").status()).isEqualTo(200);
          assertThat(visitor.get("/products/9").status()).isEqualTo(200);
          assertThat(visitor.get("/").status()).isEqualTo(200);
          assertThat(visitor.get("/api/products?page=3").status()).isEqualTo(200);
        }
        try (Visitor anyone = world.from("iad")) {
          assertThat(anyone.get("/products/9").header("X-Edge-Region")).isEqualTo("fra");
        }
      } finally {
        world.start("iad");
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> fra.get("/api/products/9").header("Verge-Stale") == null);
    }
  }

  private static void refusedInTime(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotNull();
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.timing("total")).hasValueSatisfying(ms -> assertThat(ms).isLessThan(500));
  }

  private static Visitor signedIn(String email) {
    Visitor visitor = world.at("iad");
    Map<String, String> user = Map.of("email", email, "name", "A", "password", PASSWORD);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> visitor.post("/api/users", user).status() == 201);
    Map<String, String> login = Map.of("email", email, "password", PASSWORD);
    assertThat(visitor.post("/api/session", login).status()).isEqualTo(201);
    return visitor;
  }
}

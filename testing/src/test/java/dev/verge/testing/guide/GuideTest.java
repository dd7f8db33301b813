package dev.verge.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.testing.Answer;
import dev.verge.testing.VergeWorld;
import dev.verge.testing.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GuideTest {
  @RegisterExtension
  static final VergeWorld world =
      VergeWorld.of(Path.of("target/test-classes")).locations("iad", "nrt");

  @Test
  void aNoteWrittenInTokyoIsReadEverywhere() {
    try (Visitor visitor = world.at("nrt")) {
      Answer written = visitor.post("/notes", Map.of("author", "ann", "body", "hello"));
      assertThat(written.status()).isEqualTo(201);
      assertThat(written.header("Verge-Bookmark")).isNotNull();
      assertThat(written.header("X-Powered-By")).isEqualTo("Verge");
      world.awaitEqual("notes");
      for (String location : world.locations()) {
        assertThat(world.move(visitor, location).get("/notes/" + written.integer("id")).json())
            .containsEntry("body", "hello");
      }
    }
  }

  @Test
  void badInputNamesTheFieldAndChangesNothing() {
    try (Visitor visitor = world.at("nrt")) {
      String before = visitor.get("/notes").body();
      assertThat(visitor.post("/notes", "{\"author\":\"\",\"body\":\"x\"}").json())
          .containsEntry("status", 400)
          .containsEntry("field", "author");
      assertThat(visitor.post("/notes", "{\"author\":\"a\"}").body()).contains("body");
      assertThat(visitor.get("/notes?limit=many").json()).containsEntry("field", "limit");
      assertThat(visitor.post("/notes", "[").status()).isEqualTo(400);
      assertThat(visitor.get("/notes").body()).isEqualTo(before);
    }
  }

  @Test
  void anImportIsOneTransaction() {
    try (Visitor visitor = world.at("nrt")) {
      Map<String, String> good = Map.of("author", "imported", "body", "x");
      Map<String, String> bad = Map.of("author", "imported", "body", "x".repeat(1_001));
      assertThat(visitor.post("/notes/import", List.of(good, good)).status()).isEqualTo(200);
      assertThat(visitor.post("/notes/import", List.of(good, bad)).status()).isEqualTo(500);
      world.awaitEqual("notes");
      String all = visitor.get("/notes?author=imported").body();
      assertThat(all.split("\"author\"")).hasSize(3);
    }
  }

  @Test
  void theCacheAnswersFromItsSecondTierAtAnotherLocation() {
    try (Visitor iad = world.at("iad");
        Visitor nrt = world.at("nrt")) {
      iad.post("/notes", Map.of("author", "cached", "body", "x"));
      assertThat(iad.get("/authors/cached").header("X-Cache")).isEqualTo("MISS");
      assertThat(iad.get("/authors/cached").header("X-Cache")).isEqualTo("HIT");
      await()
          .until(() -> world.data("nrt").detached().kv("pages").get("author:cached").isPresent());
      assertThat(nrt.get("/authors/cached").json()).containsEntry("notes", 1);
    }
  }

  @Test
  void theOriginCountsForTheWorld() {
    try (Visitor iad = world.at("iad");
        Visitor nrt = world.at("nrt")) {
      int first = iad.get("/greetings/ann").integer("number");
      Answer second = nrt.get("/greetings/bob");
      assertThat(second.json()).containsEntry("number", first + 1);
      assertThat(second.timing("origin")).isPresent();
      await()
          .untilAsserted(() ->
              assertThat(world.data("iad").detached().kv("pages").get("last-greeted"))
                  .hasValueSatisfying(e -> assertThat(e.text()).isEqualTo("bob")));
    }
  }

  @Test
  void leavingEverywhereEndsAllSessionsOfTheUserAndNoOthers() {
    try (Visitor phone = world.at("iad");
        Visitor laptop = world.at("nrt");
        Visitor other = world.at("nrt")) {
      phone.post("/enter", Map.of("name", "cleo"));
      laptop.post("/enter", Map.of("name", "cleo"));
      other.post("/enter", Map.of("name", "dan"));
      assertThat(laptop.get("/settings/theme").status()).isEqualTo(404);
      assertThat(phone.post("/leave-everywhere", "").status()).isEqualTo(204);
      assertThat(phone.get("/settings/theme").status()).isEqualTo(401);
      await().until(() -> laptop.get("/settings/theme").status() == 401);
      assertThat(other.get("/settings/theme").status()).isEqualTo(404);
      laptop.post("/enter", Map.of("name", "cleo"));
      assertThat(laptop.get("/settings/theme").status()).isEqualTo(404);
    }
  }

  @Test
  void aNoteIsRemovedByWhoMay() {
    try (Visitor visitor = world.at("iad")) {
      int id = visitor.post("/notes", Map.of("author", "removed", "body", "x")).integer("id");
      assertThat(visitor.delete("/notes/" + id).status()).isEqualTo(401);
      visitor.post("/enter", Map.of("name", "eve"));
      Answer refused = visitor.delete("/notes/" + id);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.header("WWW-Authenticate")).contains("scope=\"notes:write\"");
      assertThat(visitor.get("/notes/" + id).status()).isEqualTo(200);
    }
  }

  @Test
  void aReportIsStreamed() {
    try (Visitor visitor = world.at("iad")) {
      visitor.post("/notes", Map.of("author", "reported", "body", "x"));
      Answer report = visitor.get("/report");
      assertThat(report.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
      assertThat(report.body()).contains(",reported\n");
    }
  }

  @Test
  void settingsAreOfTheirUserAndComparedBeforeTheyAreSet() {
    try (Visitor visitor = world.at("nrt")) {
      assertThat(visitor.get("/settings/theme").status()).isEqualTo(401);
      assertThat(visitor.post("/enter", Map.of("name", "ann")).status()).isEqualTo(201);
      assertThat(visitor.put("/settings/theme", "{\"value\":\"dark\",\"revision\":0}").status())
          .isEqualTo(200);
      int revision = visitor.get("/settings/theme").integer("revision");
      assertThat(world.move(visitor, "iad").get("/settings/theme").json())
          .containsEntry("value", "dark");
      assertThat(visitor.put("/settings/theme", "{\"value\":\"x\",\"revision\":0}").status())
          .isEqualTo(409);
      assertThat(
              visitor
                  .put("/settings/theme", Map.of("value", "light", "revision", revision))
                  .status())
          .isEqualTo(200);
      assertThat(visitor.post("/leave", "").status()).isEqualTo(204);
      assertThat(visitor.get("/settings/theme").status()).isEqualTo(401);
    }
  }
}

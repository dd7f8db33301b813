package dev.verge.data.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.Consistency;
import dev.verge.Kv;
import dev.verge.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a KV dataset does whose keys have homes. */
abstract class HomesContract extends KvContract {
  @Override
  Consistency consistency() {
    return Consistency.strongPerUser();
  }

  @Override
  List<KvSpec> specs() {
    List<KvSpec> specs = new ArrayList<>(super.specs());
    specs.add(new KvSpec("stale", Consistency.strongPerUser(Consistency.orStale()), TTL));
    return specs;
  }

  @Override
  String partition() {
    return "kv.data@iad";
  }

  @Override
  List<String> randomKeys() {
    return List.of("iad.a", "iad.b", "nrt.a", "nrt.b", "nrt.ba", "fra.a", "fra.é", "0", "0a");
  }

  @Override
  List<String> randomPrefixes() {
    return List.of("iad.", "nrt.", "nrt.b", "fra.", "0", "xyz.");
  }

  @Override
  Kv anywhere(Random random) {
    return world.client("data").at(KvWorld.LOCATIONS.get(random.nextInt(3)));
  }

  final String startAt(String location) {
    Kv there = world.client("data").at(location);
    String key = there.newKey();
    there.put(key, "user 7");
    return key;
  }

  private Optional<Kv.Entry> get(String location, String key) {
    return world.client("data").at(location).get(key);
  }

  @Test
  void aKeyIsWrittenAtItsHome() {
    startAt("nrt");
    assertThat(world.rows("kv.data@nrt")).isOne();
    assertThat(world.rows("kv.data@iad")).isZero();
    world.client("data").at("fra").put("fra.x", "1");
    world.client("data").at("fra").put("nrt.x", "1");
    world.client("data").at("fra").put("homeless", "1");
    assertThat(world.rows("kv.data@nrt")).isEqualTo(2);
    assertThat(world.rows("kv.data@fra")).isOne();
    assertThat(world.rows("kv.data@iad")).isOne();
  }

  @Test
  void aLogoutCountsEverywhereAtOnce() {
    for (int i = 0; i < 20; i++) {
      String session = startAt("nrt");
      for (String location : KvWorld.LOCATIONS) {
        assertThat(get(location, session)).as(location).isPresent();
      }
      assertThat(world.client("data").at("fra").delete(session)).isTrue();
      for (String location : KvWorld.LOCATIONS) {
        assertThat(get(location, session)).as(location).isEmpty();
      }
    }
  }

  @Test
  void anUnknownHomeIsAbsentAndCannotBeWritten() {
    assertThat(get("iad", "xyz.session")).isEmpty();
    assertThat(kv.delete("xyz.session")).isFalse();
    assertThat(keys("xyz.")).isEmpty();
    Problem problem = refused(() -> kv.put("xyz.session", "1"));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).contains("'xyz' is not a location").doesNotContain("session");
  }

  @Test
  void whatOnlyLooksLikeAHomeIsNone() {
    for (String key : List.of("NRT.x", "nr.x", "nrta.x", "n1t.x", ".nrt.x", "nrt", "äöü.x")) {
      kv.put(key, "1");
      assertThat(get("fra", key)).as(key).isPresent();
    }
    assertThat(world.rows("kv.data@iad")).isEqualTo(7);
  }

  @Test
  void aListUnderAHomeSeesWhatWasJustWrittenThere() {
    for (int i = 0; i < 10; i++) {
      String key = "nrt.u" + i;
      world.client("data").at("nrt").put(key, "1");
      int count = i + 1;
      KvWorld.Client client = world.client("data");
      assertThat(client.at("fra").list("nrt.u", null, 100).entries()).hasSize(count);
      assertThat(client.stale()).isNull();
    }
  }

  @Test
  void aListAcrossHomesMergesTheViewsInOrderPageByPage() {
    List<String> all = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      for (String home : KvWorld.LOCATIONS) {
        all.add(home + ".u" + i);
      }
      all.add("u" + i);
    }
    all.forEach(key -> kv.put(key, key));
    List<String> ordered = all.stream().sorted(Keys::compare).toList();
    for (int limit : List.of(1, 7, 80, 1000)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(listAll("fra", "", limit)).isEqualTo(ordered));
    }
    assertThat(listAll("fra", "n", 3))
        .isEqualTo(ordered.stream().filter(key -> key.startsWith("n")).toList());
    assertThat(listAll("fra", "u", 3))
        .isEqualTo(ordered.stream().filter(key -> key.startsWith("u")).toList());
  }

  @Test
  void aMergedPageOfLargeValuesLosesNothing() {
    byte[] large = new byte[Limits.VALUE_BYTES];
    List<String> all = new ArrayList<>();
    for (int i = 10; i < 22; i++) {
      all.add("nrt.u" + i);
      all.add("u" + i);
    }
    all.forEach(key -> kv.put(key, key.startsWith("n") ? large : new byte[1]));
    List<String> ordered = all.stream().sorted(Keys::compare).toList();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(listAll("iad", "", 1000)).isEqualTo(ordered));
  }

  private List<String> listAll(String location, String prefix, int limit) {
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      String from = cursor;
      Kv.Page page = world.client("data").at(location).list(prefix, from, limit);
      found.addAll(keys(page));
      cursor = page.cursor();
    } while (cursor != null);
    return found;
  }

  @Test
  void whileAHomeIsCutOffItsKeysAnswer503ElsewhereAndServeAtHome() {
    String session = startAt("nrt");
    world.cut("nrt");
    KvWorld.Client outside = world.client("data");
    assertThat(status(() -> outside.at("fra").get(session))).isEqualTo(503);
    assertThat(status(() -> outside.at("fra").delete(session))).isEqualTo(503);
    assertThat(status(() -> outside.at("fra").put(session, "2"))).isEqualTo(503);
    assertThat(status(() -> outside.at("fra").list(session, null, 1))).isEqualTo(503);
    assertThat(get("nrt", session)).isPresent();
    assertThat(world.client("data").at("nrt").put(session, "2")).isPositive();
    assertThat(get("fra", startAt("iad"))).isPresent();
    world.heal("nrt");
    await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(get("fra", session).orElseThrow().text()).isEqualTo("2"));
  }

  @Test
  void aDatasetThatMayBeStaleServesTheLocalViewWhileItsHomeIsCutOff() {
    Kv there = world.client("stale").at("nrt");
    String session = there.newKey();
    there.put(session, "user 7");
    KvWorld.Client outside = world.client("stale");
    Kv fra = outside.at("fra");
    await().atMost(Duration.ofSeconds(10)).until(() -> !fra.list("", null, 1).entries().isEmpty());
    assertThat(fra.get(session)).isPresent();
    assertThat(outside.stale()).isNull();
    world.cut("nrt");
    assertThat(fra.get(session)).isPresent();
    assertThat(outside.stale()).contains("kv.stale@nrt");
    assertThat(keys(fra.list("nrt.", null, 9))).containsExactly(session);
    assertThat(outside.stale()).contains("kv.stale@nrt");
    assertThat(status(() -> fra.put(session, "2"))).isEqualTo(503);
    assertThat(status(() -> fra.delete(session))).isEqualTo(503);
  }

  private int status(ThrowingCallable request) {
    return refused(request).status();
  }
}

package dev.verge.data.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Consistency;
import dev.verge.Kv;
import dev.verge.Kv.Write;
import dev.verge.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What every KV dataset does, whatever its consistency, asked where it is written. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KvContract {
  static final Duration TTL = Duration.ofMinutes(10);

  KvWorld world;
  KvWorld.Client client;

  /** What the client asks, where it sees what it wrote. */
  Kv kv;

  /** Starts the world that all tests of a class share; each finds its datasets empty. */
  abstract KvWorld open(Path at, List<KvSpec> specs);

  abstract Consistency consistency();

  /** {@code data}, which most tests use, and others. */
  List<KvSpec> specs() {
    return List.of(new KvSpec("data", consistency(), TTL), new KvSpec("kept", consistency(), null));
  }

  /** A location where reads see what was written there, or at any other, a moment ago. */
  String readsAt() {
    return KvWorld.PRIMARY;
  }

  @BeforeAll
  void openWorld(@TempDir Path folder) {
    world = open(folder, specs());
  }

  @AfterAll
  void closeWorld() {
    world.close();
  }

  @BeforeEach
  void beginEmpty() {
    KvWorld.LOCATIONS.forEach(world::heal);
    world.clear();
    client = world.client("data");
    kv = client.at(readsAt());
  }

  final Problem refused(ThrowingCallable request) {
    Problem problem = catchThrowableOfType(Problem.class, request);
    assertThat(problem).isNotNull();
    return problem;
  }

  final List<String> keys(String prefix) {
    return keys(kv.list(prefix, null, 1000));
  }

  static List<String> keys(Kv.Page page) {
    return page.entries().stream().map(Kv.Entry::key).toList();
  }

  @Test
  void anEntryIsAbsentUntilItIsPut() {
    assertThat(kv.get("k")).isEmpty();
    kv.put("k", "v");
    assertThat(kv.get("k").orElseThrow().text()).isEqualTo("v");
  }

  @Test
  void anEntryHoldsWhatWasWritten() {
    byte[] value = new byte[256];
    IntStream.range(0, 256).forEach(i -> value[i] = (byte) i);
    long revision = kv.put("k", value, Write.DEFAULT.metadata("größe;日本;🙂"));
    Kv.Entry entry = kv.get("k").orElseThrow();
    assertThat(entry.key()).isEqualTo("k");
    assertThat(entry.value()).isEqualTo(value);
    assertThat(entry.metadata()).isEqualTo("größe;日本;🙂");
    assertThat(entry.revision()).isEqualTo(revision);
    assertThat(entry.expiresAt()).isEqualTo(world.clock().instant().plus(TTL));
  }

  @Test
  void anEmptyValueIsAValue() {
    kv.put("k", new byte[0], Write.DEFAULT.metadata(""));
    Kv.Entry entry = kv.get("k").orElseThrow();
    assertThat(entry.value()).isEmpty();
    assertThat(entry.metadata()).isEmpty();
    assertThat(keys("")).containsExactly("k");
  }

  @Test
  void aPutReplacesTheWholeEntry() {
    kv.put("k", "a".getBytes(UTF_8), Write.DEFAULT.metadata("m").ttl(Duration.ofDays(1)));
    kv.put("k", "b");
    Kv.Entry entry = kv.get("k").orElseThrow();
    assertThat(entry.text()).isEqualTo("b");
    assertThat(entry.metadata()).isNull();
    assertThat(entry.expiresAt()).isEqualTo(world.clock().instant().plus(TTL));
  }

  @Test
  void revisionsGrowAlsoAcrossKeysAndDeletions() {
    List<Long> revisions = new ArrayList<>();
    revisions.add(kv.put("a", "1"));
    revisions.add(kv.put("b", "1"));
    revisions.add(kv.put("b", "2"));
    kv.delete("b");
    revisions.add(kv.put("b", "3"));
    assertThat(revisions).isSorted().doesNotHaveDuplicates();
    assertThat(revisions.getFirst()).isPositive();
  }

  @Test
  void aDeletedEntryIsAbsent() {
    kv.put("k", "v");
    assertThat(kv.delete("k")).isTrue();
    assertThat(kv.get("k")).isEmpty();
    assertThat(keys("")).isEmpty();
    assertThat(kv.delete("k")).isFalse();
  }

  @Test
  void anEntryExpiresAtItsMillisecond() {
    kv.put("k", "v");
    world.clock().advance(TTL.minusMillis(1));
    assertThat(kv.get("k")).isPresent();
    assertThat(keys("")).containsExactly("k");
    world.clock().advance(Duration.ofMillis(1));
    assertThat(kv.get("k")).isEmpty();
    assertThat(keys("")).isEmpty();
    assertThat(kv.delete("k")).isFalse();
  }

  @Test
  void aWriteMayChooseItsTtl() {
    kv.put("short", new byte[1], Write.DEFAULT.ttl(Duration.ofSeconds(1)));
    kv.put("forever", new byte[1], Write.DEFAULT.ttl(Duration.ZERO));
    world.clock().advance(Duration.ofSeconds(1));
    assertThat(kv.get("short")).isEmpty();
    world.clock().advance(Duration.ofDays(10_000));
    assertThat(kv.get("forever").orElseThrow().expiresAt()).isNull();
  }

  @Test
  void withoutATtlEntriesStay() {
    world.client("kept").at(readsAt()).put("k", "v");
    world.clock().advance(Duration.ofDays(10_000));
    assertThat(world.client("kept").at(readsAt()).get("k")).isPresent();
    assertThat(kv.get("k")).as("another dataset").isEmpty();
  }

  @Test
  void aWriteThatExpectsTheRevisionWins() {
    long first = kv.put("k", new byte[1], Write.DEFAULT.ifRevision(0));
    long second = kv.put("k", new byte[2], Write.DEFAULT.ifRevision(first));
    assertThat(kv.get("k").orElseThrow().revision()).isEqualTo(second);
  }

  @Test
  void aWriteThatExpectsAnotherRevisionIsRefusedAndChangesNothing() {
    long first = kv.put("secret", "v");
    Problem stale =
        refused(() -> kv.put("secret", new byte[9], Write.DEFAULT.ifRevision(first + 7)));
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.detail())
        .contains("expected revision " + (first + 7))
        .contains("actual revision " + first)
        .doesNotContain("secret");
    assertThat(stale.members()).containsEntry("expected", first + 7).containsEntry("actual", first);
    assertThat(refused(() -> kv.put("secret", new byte[9], Write.DEFAULT.ifRevision(0))).members())
        .containsEntry("actual", first);
    assertThat(refused(() -> kv.put("none", new byte[9], Write.DEFAULT.ifRevision(3))).members())
        .containsEntry("actual", 0L);
    assertThat(kv.get("secret").orElseThrow().text()).isEqualTo("v");
    assertThat(kv.get("none")).isEmpty();
  }

  @Test
  void anExpiredEntryCountsAsAbsentInCompareAndSet() {
    long old = kv.put("k", "old");
    world.clock().advance(TTL);
    assertThat(refused(() -> kv.put("k", new byte[1], Write.DEFAULT.ifRevision(old))).members())
        .containsEntry("actual", 0L);
    assertThat(kv.put("k", new byte[1], Write.DEFAULT.ifRevision(0))).isGreaterThan(old);
    assertThat(kv.get("k")).isPresent();
  }

  @Test
  void ofManyWritersExactlyOneWinsEachRevision() throws Exception {
    int threads = 8;
    int rounds = 5;
    kv.put("k", "0");
    ConcurrentLinkedQueue<Long> expectedByWinners = new ConcurrentLinkedQueue<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        all.add(executor.submit(() -> increment(rounds, expectedByWinners)));
      }
      for (var each : all) {
        each.get();
      }
    }
    // The writers' bookmarks are not this client's, so it asks where all is known.
    assertThat(client.at(KvWorld.PRIMARY).get("k").orElseThrow().text())
        .isEqualTo(Integer.toString(threads * rounds));
    assertThat(expectedByWinners).hasSize(threads * rounds).doesNotHaveDuplicates();
  }

  private void increment(int times, ConcurrentLinkedQueue<Long> expectedByWinners) {
    Kv mine = world.client("data").at(readsAt());
    int done = 0;
    while (done < times) {
      Kv.Entry entry = mine.get("k").orElseThrow();
      String next = Integer.toString(Integer.parseInt(entry.text()) + 1);
      try {
        mine.put("k", next.getBytes(UTF_8), Write.DEFAULT.ifRevision(entry.revision()));
        expectedByWinners.add(entry.revision());
        done++;
      } catch (Problem lost) {
        assertThat(lost.status()).isEqualTo(409);
      }
    }
  }

  @Test
  void listsAreOrderedByTheBytesOfUtf8() {
    List<String> ordered =
        List.of("a", "a\0", "a\0b", "a.", "aa", "b", "z", "é", "日本", "\uffff", "\ud83d\ude42");
    ordered.reversed().forEach(key -> kv.put(key, key));
    assertThat(keys("")).isEqualTo(ordered);
    ordered.forEach(key -> assertThat(kv.get(key).orElseThrow().text()).isEqualTo(key));
  }

  @Test
  void aListHasWhatStartsWithThePrefix() {
    String top = Character.toString(Character.MAX_CODE_POINT);
    List<String> all = List.of("a", "a%", "a_b", "ab", "b", "x\ud7ff", "x\ue000", top, top + "1");
    all.forEach(key -> kv.put(key, key));
    assertThat(keys("a")).containsExactly("a", "a%", "a_b", "ab");
    assertThat(keys("a_")).containsExactly("a_b");
    assertThat(keys("x\ud7ff")).containsExactly("x\ud7ff");
    assertThat(keys(top)).containsExactly(top, top + "1");
    assertThat(keys("c")).isEmpty();
  }

  @Test
  void aListGoesOnWhereItsCursorSays() {
    List<String> all = IntStream.range(100, 125).mapToObj(i -> "k" + i).toList();
    all.forEach(key -> kv.put(key, key));
    List<String> found = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      String from = cursor;
      Kv.Page page = kv.list("k", from, 5);
      found.addAll(keys(page));
      cursor = page.cursor();
      pages++;
      // What is deleted after its page does not confuse the next one.
      kv.delete(found.getLast());
    } while (cursor != null);
    assertThat(found).isEqualTo(all);
    assertThat(pages).isEqualTo(5);
  }

  @Test
  void aListSkipsWhatHasExpired() {
    for (int i = 0; i < 10; i++) {
      Duration ttl = i % 2 == 0 ? Duration.ofSeconds(1) : Duration.ZERO;
      String key = "k" + i;
      kv.put(key, new byte[0], Write.DEFAULT.ttl(ttl));
    }
    world.clock().advance(Duration.ofSeconds(1));
    Kv.Page page = kv.list("", null, 3);
    assertThat(keys(page)).containsExactly("k1", "k3", "k5");
    assertThat(keys(kv.list("", page.cursor(), 3))).containsExactly("k7", "k9");
  }

  @Test
  void aPageOfLargeValuesEndsEarly() {
    byte[] large = new byte[Limits.VALUE_BYTES];
    List<String> all = IntStream.range(10, 30).mapToObj(i -> "k" + i).toList();
    all.forEach(key -> kv.put(key, large));
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      String from = cursor;
      Kv.Page page = kv.list("", from, 1000);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(8);
      found.addAll(keys(page));
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(found).isEqualTo(all);
  }

  @Test
  void rubbishCursorsAreRefused() {
    kv.put("k1", "");
    kv.put("k2", "");
    String cursor = kv.list("k", null, 1).cursor();
    assertThat(cursor).isNotNull();
    List<String> rubbish =
        List.of(
            "", "x", "k1", "azE", "AAAAAGsx", "%%", "A".repeat(5000), cursor + "A", "A" + cursor);
    for (String each : rubbish) {
      assertThat(refused(() -> kv.list("k", each, 1)).status()).as(each).isEqualTo(400);
    }
    assertThat(refused(() -> kv.list("", cursor, 1)).status()).isEqualTo(400);
    Problem foreign =
        catchThrowableOfType(
            Problem.class, () -> world.client("kept").at(readsAt()).list("k", cursor, 1));
    assertThat(foreign.status()).isEqualTo(400);
  }

  @Test
  void limitsAreToldClearly() {
    kv.put("é".repeat(256), new byte[Limits.VALUE_BYTES]);
    kv.put("k", new byte[0], Write.DEFAULT.metadata("m".repeat(1024)));
    assertRefused("a key must not be empty", () -> kv.get(""));
    assertRefused("a key must not be empty", () -> kv.put("", ""));
    assertRefused("a key must not be empty", () -> kv.delete(""));
    assertRefused("at most 512 bytes, this one has 514", () -> kv.get("é".repeat(257)));
    assertRefused("at most 512 bytes, this one has 513", () -> kv.list("a".repeat(513), null, 1));
    assertRefused("unpaired surrogate at index 1", () -> kv.get("a\ud83d"));
    assertRefused("unpaired surrogate at index 0", () -> kv.delete("\ude42a"));
    assertRefused("at most 524288 bytes", () -> kv.put("k", new byte[Limits.VALUE_BYTES + 1]));
    assertRefused(
        "at most 1024 bytes",
        () -> kv.put("k", new byte[0], Write.DEFAULT.metadata("é".repeat(513))));
    assertRefused("surrogate", () -> kv.put("k", new byte[0], Write.DEFAULT.metadata("\ud83d")));
    assertRefused("TTL", () -> kv.put("k", new byte[0], Write.DEFAULT.ttl(Duration.ofMillis(-1))));
    assertRefused(
        "TTL",
        () -> kv.put("k", new byte[0], Write.DEFAULT.ttl(Duration.ofSeconds(Long.MAX_VALUE))));
    assertRefused("revision", () -> kv.put("k", new byte[0], Write.DEFAULT.ifRevision(-1)));
    assertRefused("1 to 1000, not 0", () -> kv.list("", null, 0));
    assertRefused("1 to 1000, not 1001", () -> kv.list("", null, 1001));
  }

  private static void assertRefused(String why, ThrowingCallable request) {
    assertThatIllegalArgumentException().isThrownBy(request).withMessageContaining(why);
  }

  @Test
  void mintedKeysTellTheirHomeAndDoNotRepeat() {
    List<String> minted =
        IntStream.range(0, 100).mapToObj(i -> world.client("data").at("nrt").newKey()).toList();
    assertThat(minted).doesNotHaveDuplicates().allMatch(key -> key.matches("nrt\\.[\\w-]{24}"));
  }

  @Test
  void sweepingDeletesOnlyWhatExpiredAMinuteAgo() {
    long before = kv.put("before", "v");
    for (int i = 1; i < Sweeper.BATCH + 10; i++) {
      String key = "k" + i;
      kv.put(key, "v");
    }
    kv.put("later", new byte[0], Write.DEFAULT.ttl(TTL.plusMillis(1)));
    kv.put("forever", new byte[0], Write.DEFAULT.ttl(Duration.ZERO));
    world.clock().advance(TTL.plusSeconds(60).minusMillis(1));
    assertThat(world.sweep(KvWorld.PRIMARY)).isZero();
    world.clock().advance(Duration.ofMillis(1));
    assertThat(world.sweep("fra")).isZero();
    assertThat(world.sweep(KvWorld.PRIMARY)).isEqualTo(Sweeper.BATCH + 10L);
    assertThat(world.rows(partition())).isEqualTo(2);
    assertThat(keys("")).containsExactly("forever");
    assertThat(kv.put("k0", new byte[0], Write.DEFAULT.ifRevision(0)))
        .isEqualTo(before + Sweeper.BATCH + 12);
  }

  @Test
  void randomOperationsAnswerAsAMapDoes() {
    long seed = Long.getLong("verge.seed", System.nanoTime());
    try {
      new KvModel(world, seed, randomKeys(), randomPrefixes(), this::anywhere).run(600);
    } catch (Throwable e) {
      throw new AssertionError("-Dverge.seed=" + seed, e);
    }
  }

  List<String> randomKeys() {
    return List.of(
        "a", "a1", "a2", "b", "ba", "\uffff", "\ud83d\ude42", "\ud83d\ude42x", "é", "z\0");
  }

  List<String> randomPrefixes() {
    return List.of("", "a", "b", "ba", "\ud83d\ude42", "nothing");
  }

  /** The dataset where a request of the same client sees all that was written. */
  Kv anywhere(Random random) {
    return kv;
  }

  /** The SQL dataset that holds keys without a home. */
  String partition() {
    return "kv.data";
  }
}

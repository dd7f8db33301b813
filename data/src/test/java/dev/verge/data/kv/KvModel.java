package dev.verge.data.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Kv;
import dev.verge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a KV dataset and a map the same things at random and compares the answers. */
final class KvModel {
  private final KvWorld world;
  private final Random random;
  private final List<String> keys;
  private final List<String> prefixes;
  private final Function<Random, Kv> kv;
  private final TreeMap<String, Kv.Entry> model = new TreeMap<>(Keys::compare);

  /**
   * @param kv the dataset, anywhere where it sees its own writes
   */
  KvModel(
      KvWorld world, long seed, List<String> keys, List<String> prefixes, Function<Random, Kv> kv) {
    this.world = world;
    this.random = new Random(seed);
    this.keys = keys;
    this.prefixes = prefixes;
    this.kv = kv;
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> put(key, null);
        case 3, 4 -> put(key, expected(key));
        case 5 -> delete(key);
        case 6, 7 -> same(kv.apply(random).get(key), live(key));
        case 8 -> list(prefixes.get(random.nextInt(prefixes.size())), 1 + random.nextInt(6));
        default -> world.clock().advance(Duration.ofMillis(random.nextInt(400)));
      }
    }
  }

  private Optional<Kv.Entry> live(String key) {
    return Optional.ofNullable(model.get(key)).filter(this::isLive);
  }

  private boolean isLive(Kv.Entry entry) {
    Instant expiry = entry.expiresAt();
    return expiry == null || world.clock().instant().isBefore(expiry);
  }

  /** Often right, sometimes an old one or none. */
  private @Nullable Long expected(String key) {
    Kv.Entry entry = model.get(key);
    return random.nextInt(4) == 0 || entry == null ? Long.valueOf(0) : (Long) entry.revision();
  }

  private void put(String key, @Nullable Long expected) {
    byte[] value = new byte[random.nextInt(50)];
    random.nextBytes(value);
    String metadata = random.nextBoolean() ? null : "m" + random.nextInt();
    long ttl = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(3000);
    Kv.Write write = new Kv.Write(Duration.ofMillis(ttl), metadata, expected);
    long actual = live(key).map(Kv.Entry::revision).orElse(0L);
    if (expected != null && expected != actual) {
      Problem problem =
          catchThrowableOfType(Problem.class, () -> kv.apply(random).put(key, value, write));
      assertThat(problem).isNotNull();
      assertThat(problem.status()).isEqualTo(409);
      assertThat(problem.members()).containsEntry("actual", actual);
      return;
    }
    long given = kv.apply(random).put(key, value, write);
    assertThat(given).isPositive();
    Instant expiry = ttl == 0 ? null : world.clock().instant().plusMillis(ttl);
    Kv.Entry before = model.put(key, new Kv.Entry(key, value, metadata, given, expiry));
    if (before != null) {
      assertThat(given).isGreaterThan(before.revision());
    }
  }

  private void delete(String key) {
    boolean there = live(key).isPresent();
    assertThat(kv.apply(random).delete(key)).isEqualTo(there);
    model.remove(key);
  }

  private void list(String prefix, int limit) {
    List<Kv.Entry> expected =
        model.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .map(Map.Entry::getValue)
            .filter(this::isLive)
            .toList();
    List<Kv.Entry> found = new ArrayList<>();
    String cursor = null;
    do {
      Kv.Page page = kv.apply(random).list(prefix, cursor, limit);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.cursor() != null).isEqualTo(found.size() + limit < expected.size());
      found.addAll(page.entries());
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(found.stream().map(KvModel::all).toList())
        .isEqualTo(expected.stream().map(KvModel::all).toList());
  }

  private static void same(Optional<Kv.Entry> found, Optional<Kv.Entry> expected) {
    assertThat(found.map(KvModel::all)).isEqualTo(expected.map(KvModel::all));
  }

  /** All of an entry, with its value by content. */
  private static String all(Kv.Entry entry) {
    return "%s %d %s %s %s"
        .formatted(
            entry.key(),
            entry.revision(),
            entry.expiresAt(),
            HexFormat.of().formatHex(entry.value()),
            entry.metadata());
  }
}

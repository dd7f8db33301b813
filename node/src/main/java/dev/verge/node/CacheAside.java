package dev.verge.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.verge.Kv;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.web.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A location's cache-aside cache: memory first, then a KV dataset if the code names one, then the
 * supplier. Bounded in bytes of the encoded values. Concurrent misses of one key load once: the
 * first asks, the others wait for its answer. Thread-safe.
 *
 * <p>Memory is filled before the answer is given, so that a client that asks again at once hits;
 * the KV tier is filled after the response, and a failure there is counted and otherwise ignored.
 */
final class CacheAside {
  private static final Logger log = LoggerFactory.getLogger(CacheAside.class);
  private static final int ENTRY_OVERHEAD = 200;

  private final Cache<String, Held> memory;
  private final Map<String, CompletableFuture<Loaded>> loads = new ConcurrentHashMap<>();
  private final Json json;
  private final LongAdder failedWrites = new LongAdder();

  /** What a load gave, and whether it is as fresh as declared. */
  private record Loaded(Object value, boolean fresh) {}

  private record Held(Object value, int bytes, long ttlNanos) {}

  CacheAside(long maxBytes, Ticker ticker, Json json) {
    this.json = json;
    this.memory =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((String key, Held held) -> key.length() + held.bytes + ENTRY_OVERHEAD)
            .expireAfter(
                Expiry.creating((String key, Held held) -> Duration.ofNanos(held.ttlNanos)))
            .ticker(ticker)
            .build();
  }

  /** How the second tier is read and written. */
  interface SecondTier {
    Kv kv();

    void afterResponse(Runnable task);

    /** Whether all that the request has read so far was as fresh as declared. */
    boolean isFresh();
  }

  /** The value in memory, or null. */
  @Nullable Object ifPresent(String key) {
    Held held = memory.getIfPresent(key);
    return held == null ? null : held.value;
  }

  /**
   * Loads a value that was not in memory, once for all who ask at the same time.
   *
   * @param keep asked after loading: a value made from stale data must not pass as fresh later
   */
  @SuppressWarnings("unchecked") // the application uses a key for one type
  <T> T load(String key, Duration ttl, Supplier<? extends T> load, BooleanSupplier keep) {
    CompletableFuture<Loaded> mine = new CompletableFuture<>();
    CompletableFuture<Loaded> other = loads.putIfAbsent(key, mine);
    if (other != null) {
      Loaded loaded = await(other);
      // Who is served stale data must be told so, and only a load of its own tells it.
      return loaded.fresh ? (T) loaded.value : load.get();
    }
    try {
      T value = load.get();
      boolean fresh = keep.getAsBoolean();
      if (fresh) {
        memory.put(key, new Held(value, size(value), ttl.toNanos()));
      }
      mine.complete(new Loaded(value, fresh));
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      loads.remove(key, mine);
    }
  }

  /** The value from the second tier, or loaded and on its way there. */
  <T> T secondTier(
      String key, Duration ttl, Class<T> type, SecondTier tier, Supplier<? extends T> load) {
    Optional<T> held = ask(tier, key).flatMap(entry -> read(entry, type));
    if (held.isPresent()) {
      return held.get();
    }
    T value = load.get();
    if (tier.isFresh()) {
      tier.afterResponse(() -> write(tier.kv(), key, value, ttl));
    }
    return value;
  }

  /** Empty also while the tier is out of reach: the supplier may still have an answer. */
  private Optional<Kv.Entry> ask(SecondTier tier, String key) {
    try {
      return tier.kv().get(key);
    } catch (Problem problem) {
      if (problem.status() != 503) {
        throw problem;
      }
      log.debug("cache-aside could not read {} from its KV dataset", key, problem);
      return Optional.empty();
    }
  }

  /** Empty for what an earlier version of the application wrote in another form. */
  private <T> Optional<T> read(Kv.Entry entry, Class<T> type) {
    try {
      return Optional.of(json.read(entry.value(), type));
    } catch (Problem otherForm) {
      log.debug("cache-aside entry {} is not a {}: {}", entry.key(), type, otherForm.detail());
      return Optional.empty();
    }
  }

  /** Writes to a second tier that failed, since the start. */
  long failedWrites() {
    return failedWrites.sum();
  }

  private void write(Kv kv, String key, Object value, Duration ttl) {
    try {
      kv.put(key, json.write(value), Kv.Write.DEFAULT.ttl(ttl));
    } catch (RuntimeException e) {
      failedWrites.increment();
      log.debug("cache-aside could not write {} to its KV dataset", key, e);
    }
  }

  private static Loaded await(CompletableFuture<Loaded> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private int size(Object value) {
    if (value instanceof Response response) {
      return switch (response.body()) {
        case Response.Body.Empty() -> 0;
        case Response.Body.Bytes(byte[] bytes) -> bytes.length;
        case Response.Body.Json body -> json.encode(body).length;
        case Response.Body.Stream stream ->
            throw new IllegalArgumentException("a streamed response cannot be cached");
      };
    }
    return json.write(value).length;
  }
}

package dev.verge.data.kv;

import dev.verge.Kv;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A dataset that is bound anew for every call. */
record RequestsKv(Supplier<Kv> request) implements Kv {
  @Override
  public Optional<Entry> get(String key) {
    return request.get().get(key);
  }

  @Override
  public long put(String key, byte[] value, Write write) {
    return request.get().put(key, value, write);
  }

  @Override
  public boolean delete(String key) {
    return request.get().delete(key);
  }

  @Override
  public Page list(String prefix, @Nullable String cursor, int limit) {
    return request.get().list(prefix, cursor, limit);
  }

  @Override
  public String newKey() {
    return request.get().newKey();
  }
}

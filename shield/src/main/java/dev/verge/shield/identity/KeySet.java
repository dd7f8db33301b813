package dev.verge.shield.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys of a JWK set (RFC 7517), by key id. Immutable. */
final class KeySet implements Keys {
  static final KeySet EMPTY = new KeySet(null, Map.of());

  private static final int MOST_KEYS = 100;

  private final @Nullable String text;
  private final Map<String, Key> keys;

  private KeySet(@Nullable String text, Map<String, Key> keys) {
    this.text = text;
    this.keys = keys;
  }

  /**
   * An operator's set, which must be right as a whole.
   *
   * @throws IllegalArgumentException naming the key that cannot be used and why
   */
  static KeySet strict(String text, Set<JWSAlgorithm> allowed) {
    return parse(
        text,
        allowed,
        why -> {
          throw new IllegalArgumentException(why);
        });
  }

  /**
   * Another's set, which may hold keys that are of no use here (RFC 7517, section 5).
   *
   * @param note told why keys were left out
   * @throws IllegalArgumentException if it is no key set, or none of its keys can be used
   */
  static KeySet lenient(String text, Set<JWSAlgorithm> allowed, Consumer<String> note) {
    List<String> unusable = new ArrayList<>();
    KeySet set = parse(text, allowed, unusable::add);
    String why = String.join("; ", unusable);
    if (set.keys.isEmpty()) {
      throw new IllegalArgumentException(
          "it has no key that verifies tokens here" + (why.isEmpty() ? "" : ": " + why));
    }
    if (!unusable.isEmpty()) {
      note.accept(why);
    }
    return set;
  }

  private static KeySet parse(String text, Set<JWSAlgorithm> allowed, Consumer<String> unusable) {
    Map<String, Key> keys = new HashMap<>();
    for (Map<String, Object> entry : entries(text)) {
      try {
        JWK jwk = JWK.parse(entry);
        if (Key.verifies(jwk) && keys.putIfAbsent(keyId(jwk), Key.of(jwk, allowed)) != null) {
          unusable.accept("two keys have the id '" + jwk.getKeyID() + "'");
        }
      } catch (ParseException e) {
        unusable.accept("key '" + entry.get("kid") + "' is not a JWK: " + e.getMessage());
      } catch (IllegalArgumentException e) {
        unusable.accept(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      }
    }
    return new KeySet(text, Map.copyOf(keys));
  }

  private static List<Map<String, Object>> entries(String text) {
    Map<String, Object>[] entries;
    try {
      entries = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text), "keys");
    } catch (ParseException e) {
      throw new IllegalArgumentException("it is not a JWK set (RFC 7517): " + e.getMessage(), e);
    }
    if (entries == null) {
      throw new IllegalArgumentException("it is not a JWK set (RFC 7517): it has no \"keys\"");
    }
    if (entries.length > MOST_KEYS) {
      throw new IllegalArgumentException("it has more than " + MOST_KEYS + " keys");
    }
    return List.of(entries);
  }

  static String keyId(JWK jwk) {
    if (jwk.getKeyID() == null || jwk.getKeyID().isEmpty()) {
      throw new IllegalArgumentException("a key has no id: give every key its \"kid\"");
    }
    return jwk.getKeyID();
  }

  /** A set with one key more, which must have an id of its own. */
  KeySet with(String id, Key key) {
    Map<String, Key> more = new HashMap<>(keys);
    if (more.put(id, key) != null) {
      throw new IllegalArgumentException("two keys have the id '" + id + "'");
    }
    return new KeySet(text, Map.copyOf(more));
  }

  /** The key of that id, or null. */
  @Nullable Key find(String id) {
    return keys.get(id);
  }

  /** The JSON that it was read from, or null. */
  @Nullable String text() {
    return text;
  }

  @Override
  public KeySet current() {
    return this;
  }

  @Override
  public KeySet having(String id) {
    return this;
  }
}

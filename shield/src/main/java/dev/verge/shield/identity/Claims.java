package dev.verge.shield.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as applications get them: types of JSON that nobody can change, without nulls. */
@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
final class Claims {
  private Claims() {}

  static Map<String, Object> of(Map<?, ?> claims) {
    Map<String, Object> copy = new LinkedHashMap<>();
    claims.forEach((name, value) -> {
      Object plain = plain(value);
      if (plain != null) {
        copy.put(String.valueOf(name), plain);
      }
    });
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Date time -> time.getTime() / 1_000;
      case Map<?, ?> map -> of(map);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(plain(element)));
        yield Collections.unmodifiableList(copy);
      }
      case null, default -> value;
    };
  }
}

package dev.verge.data.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments of statements as lists, which unlike {@link List#of} may hold nulls. */
final class Arguments {
  private Arguments() {}

  static List<@Nullable Object> list(@Nullable Object... args) {
    List<@Nullable Object> list = new ArrayList<>(args.length);
    for (Object arg : args) {
      list.add(arg);
    }
    return list;
  }
}

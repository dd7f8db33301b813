package dev.verge.data.sql;

import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What applications give as arguments of statements, made into what SQLite takes. */
final class Arguments {
  private Arguments() {}

  /**
   * As a list, which unlike {@link List#of} may hold nulls.
   *
   * @throws SqlException naming the argument that is no value
   */
  static List<@Nullable Object> list(@Nullable Object... args) {
    List<@Nullable Object> list = new ArrayList<>(args.length);
    for (Object arg : bindable(args)) {
      list.add(arg);
    }
    return list;
  }

  /** As the driver binds them: the same array, unless something has to be changed. */
  static @Nullable Object[] bindable(@Nullable Object[] args) {
    for (int i = 0; i < args.length; i++) {
      if (needsChange(args[i], i)) {
        return changed(args);
      }
    }
    return args;
  }

  private static boolean needsChange(@Nullable Object arg, int index) {
    return switch (arg) {
      case null -> false;
      case String s -> false;
      case Long n -> false;
      case Integer n -> false;
      case Double d -> false;
      case byte[] b -> false;
      case Short n -> false;
      case Float f -> false;
      case Boolean b -> true;
      case Byte b -> true;
      default ->
          throw new SqlException(
              SqlException.Kind.STATEMENT,
              "argument %d is a %s: give null, a String, an integer, a Boolean, a Double or bytes"
                  .formatted(index + 1, arg.getClass().getName()));
    };
  }

  private static @Nullable Object[] changed(@Nullable Object[] args) {
    @Nullable Object[] copy = args.clone();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] instanceof Boolean b) {
        copy[i] = b ? 1L : 0L;
      } else if (copy[i] instanceof Byte b) {
        copy[i] = b.longValue();
      }
    }
    return copy;
  }
}

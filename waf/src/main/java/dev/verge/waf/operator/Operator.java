package dev.verge.waf.operator;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question about a value, with its argument. Immutable. */
public interface Operator {
  /**
   * Whether the answer is yes.
   *
   * @param argument as it reads for this request; the same as at the start for those that are
   *     {@link #isFixed}
   * @param groups where to leave what was matched; null: nobody wants it
   */
  boolean matches(String value, String argument, @Nullable Groups groups);

  /** Literals in lower case of which every value that matches has one; empty: nothing is known. */
  default Set<String> required() {
    return Set.of();
  }

  /** Whether it was compiled for its argument, which therefore must not depend on the request. */
  default boolean isFixed() {
    return true;
  }

  /** Reads the lines of a file that an argument names. */
  interface Files {
    /** The lines of a file, as bytes. */
    List<String> lines(String name) throws IOException;
  }

  /**
   * Compiles an operator.
   *
   * @param name without {@code @}
   * @throws IllegalArgumentException if there is no such operator, or its argument is wrong
   */
  static Operator compile(String name, String argument, Files files) throws IOException {
    return Operators.compile(name, argument, files);
  }
}

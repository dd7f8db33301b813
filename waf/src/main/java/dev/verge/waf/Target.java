package dev.verge.waf;

import dev.verge.waf.regex.Regex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a collection that a rule looks at.
 *
 * @param part which entries
 * @param counted whether it looks at how many there are instead
 * @param except which of them not
 */
record Target(Variable variable, Part part, boolean counted, List<Part> except) {
  /** Which entries of a collection, by their keys. Names are interned, to be found at a glance. */
  sealed interface Part {
    /** Whether the entry of a key, in lower case, is one of them. */
    boolean has(String key);

    /** All. */
    record All() implements Part {
      @Override
      public boolean has(String key) {
        return true;
      }
    }

    /** Those of a name, in lower case. */
    record Named(String name) implements Part {
      public Named {
        name = name.intern();
      }

      @Override
      public boolean has(String key) {
        return name.equals(key);
      }
    }

    /** Those whose names begin with a text, in lower case. */
    record Beginning(String text) implements Part {
      @Override
      public boolean has(String key) {
        return key.startsWith(text);
      }
    }

    /** Those whose names match. */
    record Matching(Regex regex) implements Part {
      @Override
      public boolean has(String key) {
        return regex.matchesLowerCase(key);
      }

      @Override
      public boolean equals(@Nullable Object other) {
        return other instanceof Matching m && m.regex.toString().equals(regex.toString());
      }

      @Override
      public int hashCode() {
        return regex.toString().hashCode();
      }
    }
  }

  /** One key of what rules write. */
  record Key(Variable variable, String name) {
    /** Whether another one is of the same variable and is how the name of this one begins. */
    boolean beginsWith(Key other) {
      return variable == other.variable && name.startsWith(other.name);
    }
  }

  /** The one key that it looks at or counts, if rules write it; or null. */
  @Nullable Key key() {
    return part instanceof Part.Named(String name) && variable.isWritable() && except.isEmpty()
        ? new Key(variable, name)
        : null;
  }

  /** Whether it looks at all entries. */
  boolean isAll() {
    return part instanceof Part.All && except.isEmpty();
  }

  /** Whether it looks at the entry of a key, in lower case. */
  boolean selects(String key) {
    if (!part.has(key)) {
      return false;
    }
    for (int i = 0; i < except.size(); i++) {
      if (except.get(i).has(key)) {
        return false;
      }
    }
    return true;
  }
}

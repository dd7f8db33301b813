package dev.verge.waf;

import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text with references such as {@code %{tx.score}} in it. Immutable. */
final class Macro {
  private static final int USUAL_LENGTH = 64;

  private final String source;
  private final List<Part> parts;

  /** The whole, if there is no reference in it; and the same in lower case. */
  private final @Nullable String literal;

  private final @Nullable String key;

  /** Text, or a reference. */
  sealed interface Part {
    record Literal(String text) implements Part {}

    record Reference(Variable variable, String key) implements Part {}
  }

  private Macro(String source, List<Part> parts) {
    this.source = source;
    this.parts = parts;
    this.literal =
        parts.size() == 1 && parts.getFirst() instanceof Part.Literal(String text) ? text : null;
    this.key = literal == null ? null : Ascii.lower(literal).intern();
  }

  /**
   * Reads text.
   *
   * @throws IllegalArgumentException naming a variable that there is not
   */
  static Macro of(String text) {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    for (int open = text.indexOf("%{"); open >= 0; open = text.indexOf("%{", done)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      if (open > done) {
        parts.add(new Part.Literal(text.substring(done, open)));
      }
      parts.add(reference(text.substring(open + 2, close)));
      done = close + 1;
    }
    if (done < text.length() || parts.isEmpty()) {
      parts.add(new Part.Literal(text.substring(done)));
    }
    return new Macro(text, parts);
  }

  /** Reads text of a rule, which tells its place in errors. */
  static Macro of(Source at, String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException e) {
      throw new SecLangException(at, String.valueOf(e.getMessage()), e);
    }
  }

  private static Part reference(String text) {
    int dot = text.indexOf('.');
    String name = dot < 0 ? text : text.substring(0, dot);
    Variable variable = Variable.named(name);
    if (variable == null) {
      throw new IllegalArgumentException("there is no variable %{" + text + "}");
    }
    return new Part.Reference(
        variable, dot < 0 ? "" : Ascii.lower(text.substring(dot + 1)).intern());
  }

  /** As it is written. */
  @Override
  public String toString() {
    return source;
  }

  /** Whether it depends on nothing but what rules write. */
  boolean isOfWritten() {
    return parts.stream().noneMatch(p -> p instanceof Part.Reference r && !r.variable.isWritable());
  }

  /** The text for every request, or null if it is not the same for all. */
  @Nullable String known(KnownValues values) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String text) -> out.append(text);
        case Part.Reference(Variable variable, String key) -> {
          Target.Key written = new Target.Key(variable, key);
          if (!variable.isWritable() || !values.isKnown(written)) {
            return null;
          }
          out.append(Objects.requireNonNullElse(values.get(written), ""));
        }
      }
    }
    return out.toString();
  }

  /** Whether there is no reference in it. */
  boolean isLiteral() {
    return literal != null;
  }

  /** The text before the first reference. */
  String beginning() {
    return parts.getFirst() instanceof Part.Literal(String text) ? text : "";
  }

  /** The text for a request at this moment as a key, which is in lower case. */
  String expandKey(Transaction tx) {
    return key != null ? key : Ascii.lower(expand(tx));
  }

  /** The text for a request at this moment. */
  String expand(Transaction tx) {
    if (literal != null) {
      return literal;
    }
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Reference(Variable of, String key)) {
      return tx.variables().first(of, key);
    }
    StringBuilder out = new StringBuilder(USUAL_LENGTH);
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String text) -> out.append(text);
        case Part.Reference(Variable variable, String key) ->
            out.append(tx.variables().first(variable, key));
      }
    }
    return out.toString();
  }
}

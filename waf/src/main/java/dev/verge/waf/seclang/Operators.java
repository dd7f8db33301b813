package dev.verge.waf.seclang;

import dev.verge.waf.seclang.Directive.Operator;

/** Reads a rule's operator: {@code !@name argument}, or an expression for {@code @rx}. */
final class Operators {
  private Operators() {}

  static Operator parse(String text) {
    boolean negated = text.startsWith("!");
    String rest = negated ? text.substring(1).stripLeading() : text;
    if (!rest.startsWith("@")) {
      return new Operator(negated, "rx", rest);
    }
    int end = 1;
    while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
      end++;
    }
    return new Operator(negated, rest.substring(1, end), rest.substring(end).stripLeading());
  }
}

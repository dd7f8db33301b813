package dev.verge.web;

import java.util.ArrayList;
import java.util.List;

/**
 * A route's path pattern: segments between slashes, each literal, <code>{name}</code> or, last
 * only, <code>{name...}</code>. Literals are written decoded. A trailing slash is a last, empty
 * segment: {@code /a/} and {@code /a} are different paths.
 *
 * @param names of the parameters, in order
 * @param positions of the parameters among the segments
 */
record Pattern(String text, List<Segment> segments, List<String> names, List<Integer> positions) {

  /** One segment; the text is the literal or the parameter's name. */
  record Segment(Kind kind, String text) {}

  /** In order of precedence. */
  enum Kind {
    LITERAL,
    PARAMETER,
    REST
  }

  static Pattern parse(String text) {
    if (!text.startsWith("/")) {
      throw new DefinitionException("pattern '" + text + "' must start with a slash");
    }
    String[] parts = text.substring(1).split("/", -1);
    List<Segment> segments = new ArrayList<>(parts.length);
    List<String> names = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      Segment segment = segment(text, parts[i], i == parts.length - 1);
      if (segment.kind() != Kind.LITERAL) {
        if (names.contains(segment.text())) {
          throw new DefinitionException(
              "pattern '" + text + "' has two parameters named '" + segment.text() + "'");
        }
        names.add(segment.text());
        positions.add(i);
      }
      segments.add(segment);
    }
    return new Pattern(text, List.copyOf(segments), List.copyOf(names), List.copyOf(positions));
  }

  private static Segment segment(String text, String part, boolean last) {
    if (part.startsWith("{") && part.endsWith("}")) {
      boolean rest = part.endsWith("...}");
      String name = part.substring(1, part.length() - (rest ? 4 : 1));
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new DefinitionException(
            "pattern '" + text + "': a parameter is {name} or {name...}, not '" + part + "'");
      }
      if (rest && !last) {
        throw new DefinitionException(
            "pattern '" + text + "': '" + part + "' takes the rest, so nothing may follow it");
      }
      return new Segment(rest ? Kind.REST : Kind.PARAMETER, name);
    }
    if (part.isEmpty() && !last) {
      throw new DefinitionException("pattern '" + text + "' has an empty segment");
    }
    if (!part.chars().allMatch(Pattern::isLiteral)) {
      throw new DefinitionException(
          "pattern '"
              + text
              + "': segment '"
              + part
              + "' must be plain text, without { } % ? # or spaces, or one whole {parameter};"
              + " write other letters as they are, not percent-encoded");
    }
    return new Segment(Kind.LITERAL, part);
  }

  private static boolean isLiteral(int c) {
    return c > ' ' && c != 127 && "{}%?#\\".indexOf(c) < 0;
  }

  /** Whether the pattern is one path. */
  boolean isLiteral() {
    return names.isEmpty();
  }

  /** The pattern without its names: two patterns with the same shape match the same paths. */
  String shape() {
    StringBuilder shape = new StringBuilder();
    for (Segment segment : segments) {
      shape.append('/').append(segmentShape(segment));
    }
    return shape.toString();
  }

  private static String segmentShape(Segment segment) {
    return switch (segment.kind()) {
      case LITERAL -> segment.text();
      case PARAMETER -> "{}";
      case REST -> "{...}";
    };
  }
}

package dev.verge.waf.body;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON documents. Each string, number, boolean and null is an argument, named by the way to it:
 * {@code json.user.name}, and for the first element of an array {@code json.items.array_0}.
 *
 * <p>These are the names of ModSecurity 3, to which exclusions such as {@code
 * !ARGS_NAMES:json.profile} of the Core Rule Set refer. Its version 2 has no {@code json} in front,
 * and Coraza calls the element {@code json.items.0}. As in Coraza an array is an argument itself,
 * whose value is its length: rules that look at names must see {@code json.items} too. Names that
 * occur twice in an object are two arguments, since applications differ in which one they take.
 */
final class JsonBodyParser {
  private static final String ROOT = "json";
  private static final String ELEMENT = ".array_";

  /** With no limits but ours, and without a table of names, which clients could fill. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Collector out;
  private final StringBuilder name = new StringBuilder(ROOT);

  /** For each open object or array, how long its name is. */
  private final int[] nameLengths;

  /** For each open array, how many elements it has had; -1 for objects. */
  private final int[] elements;

  private int depth;
  private int namesLeft;

  private JsonBodyParser(Collector out) {
    this.out = out;
    this.nameLengths = new int[out.limits().depth()];
    this.elements = new int[out.limits().depth()];
    this.namesLeft = out.limits().jsonNames();
  }

  static void parse(String body, Collector out) throws MalformedBodyException {
    String text = Utf8.decode(body);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      new JsonBodyParser(out).read(parser);
    } catch (JacksonException e) {
      throw new MalformedBodyException("invalid JSON");
    }
    if (!Utf8.encode(text).equals(body)) {
      throw new MalformedBodyException("invalid UTF-8 in JSON");
    }
  }

  private void read(JsonParser parser) throws MalformedBodyException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new MalformedBodyException("no JSON value");
    }
    do {
      read(token, parser);
      token = parser.nextToken();
    } while (depth > 0 && token != null);
    if (token != null) {
      throw new MalformedBodyException("more than one JSON value");
    }
  }

  private void read(JsonToken token, JsonParser parser) throws MalformedBodyException {
    switch (token) {
      case START_OBJECT -> open(-1);
      case START_ARRAY -> open(0);
      case END_OBJECT -> depth--;
      case END_ARRAY -> closeArray();
      case PROPERTY_NAME -> {
        name.setLength(nameLengths[depth - 1]);
        name.append('.').append(Utf8.encode(parser.currentName()));
      }
      case VALUE_NULL -> value("");
      default -> value(Utf8.encode(parser.getString()));
    }
  }

  private void open(int elementCount) throws MalformedBodyException {
    if (depth == nameLengths.length) {
      throw new MalformedBodyException("JSON deeper than " + depth);
    }
    nameElement();
    nameLengths[depth] = name.length();
    elements[depth] = elementCount;
    depth++;
  }

  private void closeArray() throws MalformedBodyException {
    depth--;
    name.setLength(nameLengths[depth]);
    argument(Integer.toString(elements[depth]));
  }

  private void value(String value) throws MalformedBodyException {
    nameElement();
    argument(value);
  }

  private void argument(String value) throws MalformedBodyException {
    namesLeft -= name.length();
    if (namesLeft < 0) {
      throw new MalformedBodyException("names in JSON too long together");
    }
    out.argument(name.toString(), value);
  }

  /** The name of what comes next, if that is an element of an array. */
  private void nameElement() {
    if (depth > 0 && elements[depth - 1] >= 0) {
      name.setLength(nameLengths[depth - 1]);
      name.append(ELEMENT).append(elements[depth - 1]++);
    }
  }
}

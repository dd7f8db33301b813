package dev.verge.web;

import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.Row;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON (RFC 8259) for one application. Thread-safe.
 *
 * <p>Writing: records as objects of their components, in order; {@link Row}s as objects of their
 * columns, in order, blobs as Base64; {@link java.math.BigDecimal} exactly and plainly; {@code
 * java.time} as ISO 8601 text.
 *
 * <p>Reading is strict, and every fault is a {@link Problem} 400 that names the field by its path
 * ({@code items[0].quantity}) and says what was expected, in the client's words. Components of
 * records are required unless they are {@code @Nullable} (JSpecify) or {@link java.util.Optional};
 * unknown and repeated names, text in place of numbers, fractions in place of integers, anything
 * after the value, and input nested deeper than 64 levels are refused. A record's constructor may
 * refuse values by throwing {@link Problem} or {@link IllegalArgumentException}, whose message the
 * client will see; any other exception of its is a bug and comes out as it is.
 */
public final class Json {
  private final JsonMapper mapper = Mappers.json();
  private final JsonMapper forms = Mappers.forms(mapper);
  private final ObjectWriter writer = mapper.writer();
  private final Function<Object, byte[]> encoder = this::write;

  /** By type, as many as the application reads. */
  private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

  /** The value as UTF-8 JSON. */
  public byte[] write(Object value) {
    return writer.writeValueAsBytes(value);
  }

  /** The body's bytes, not to be written to; written once and then kept by the body. */
  public byte[] encode(Response.Body.Json body) {
    return body.encoded(encoder);
  }

  /**
   * Reads a value.
   *
   * @throws Problem 400 naming what is wrong
   */
  public <T> T read(byte[] json, Class<T> type) {
    return Types.wrap(type).cast(read(json, (Type) type));
  }

  /** Reads a value of any type, such as {@code List<Item>}. */
  public Object read(byte[] json, Type type) {
    return parse(
        json,
        p -> {
          p.nextToken();
          Object value = readValue(p, type);
          if (value == null) {
            throw new BadInput("must not be null");
          }
          return value;
        });
  }

  /**
   * Reads an array whose elements have a type each, such as the arguments of a call. Elements may
   * be null unless their type is primitive.
   */
  public List<@Nullable Object> readEach(byte[] json, List<? extends Type> types) {
    return parse(
        json,
        p -> {
          List<@Nullable Object> values = new ArrayList<>(types.size());
          if (p.nextToken() != JsonToken.START_ARRAY) {
            throw new BadInput("must be a list");
          }
          while (p.nextToken() != JsonToken.END_ARRAY) {
            int index = values.size();
            if (index == types.size()) {
              throw new BadInput("has more than " + types.size() + " elements");
            }
            try {
              values.add(readValue(p, types.get(index)));
            } catch (JacksonException e) {
              throw e.prependPath(values, index);
            }
          }
          if (values.size() < types.size()) {
            throw new BadInput("has only " + values.size() + " of " + types.size() + " elements");
          }
          return values;
        });
  }

  /**
   * Binds parameters to a record, by the rules of JSON but for this: text becomes numbers, booleans
   * and enums, a parameter that is not text and left empty counts as absent, and a list takes all
   * values of its name.
   */
  <T> T bind(Parameters parameters, Class<T> record) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    parameters.all().forEach((name, values) -> tree.set(name, node(values)));
    try {
      return forms.treeToValue(tree, record);
    } catch (JacksonException e) {
      throw JsonErrors.problem(e, "the parameters");
    }
  }

  private static JsonNode node(List<String> values) {
    if (values.size() == 1) {
      return JsonNodeFactory.instance.stringNode(values.getFirst());
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
    values.forEach(array::add);
    return array;
  }

  /** What is done with a parser before the first token. */
  private interface Reading<T> {
    T read(JsonParser p);
  }

  private <T> T parse(byte[] json, Reading<T> reading) {
    try {
      String text = Percent.utf8(json, json.length);
      if (text.isBlank()) {
        throw Problem.of(400, "Bad request", "the body is empty, it must be JSON");
      }
      try (JsonParser p = mapper.createParser(text)) {
        T value = reading.read(p);
        if (p.nextToken() != null) {
          throw new BadInput("has something after the JSON value");
        }
        return value;
      }
    } catch (Percent.BrokenEncoding e) {
      throw Problem.of(400, "Bad request", "the body " + e.getMessage());
    } catch (JacksonException e) {
      throw JsonErrors.problem(e, "the body");
    }
  }

  private @Nullable Object readValue(JsonParser p, Type type) {
    ObjectReader reader =
        readers.computeIfAbsent(type, t -> mapper.readerFor(mapper.constructType(t)));
    return reader.readValue(p);
  }
}

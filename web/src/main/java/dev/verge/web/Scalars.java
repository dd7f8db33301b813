package dev.verge.web;

import dev.verge.Row;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** How single values are read and written where Jackson's way is not strict or exact enough. */
final class Scalars {
  private Scalars() {}

  /** An object of the columns, in order. */
  static final class RowSerializer extends StdSerializer<Row> {
    RowSerializer() {
      super(Row.class);
    }

    @Override
    public void serialize(Row row, JsonGenerator g, SerializationContext context) {
      List<String> columns = row.columns();
      g.writeStartObject(row);
      for (int i = 0; i < columns.size(); i++) {
        g.writeName(columns.get(i));
        switch (row.value(i)) {
          case null -> g.writeNull();
          case Long n -> g.writeNumber(n);
          case String s -> g.writeString(s);
          case Double d -> g.writeNumber(d);
          case byte[] bytes -> g.writeBinary(bytes);
          case Object other -> context.writeValue(g, other);
        }
      }
      g.writeEndObject();
    }
  }

  /** The opposite; but a blob stays the Base64 text that it was written as. */
  static final class RowDeserializer extends StdScalarDeserializer<Row> {
    RowDeserializer() {
      super(Row.class);
    }

    @Override
    public Row deserialize(JsonParser p, DeserializationContext context) {
      if (!p.isExpectedStartObjectToken()) {
        return (Row) context.handleUnexpectedToken(getValueType(context), p);
      }
      List<String> columns = new ArrayList<>();
      List<@Nullable Object> values = new ArrayList<>();
      for (String name = p.nextName(); name != null; name = p.nextName()) {
        columns.add(name);
        values.add(value(p, name));
      }
      return new Row(columns, values.toArray());
    }

    private static @Nullable Object value(JsonParser p, String column) {
      return switch (p.nextToken()) {
        case VALUE_NULL -> null;
        case VALUE_NUMBER_INT -> p.getLongValue();
        case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
        case VALUE_STRING -> p.getString();
        default -> throw new BadInput(List.of(column), "must be a number, text or null");
      };
    }
  }

  /** Text, which can be written as UTF-8 again. */
  static final class TextDeserializer extends StdScalarDeserializer<String> {
    TextDeserializer() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser p, DeserializationContext context) {
      if (!p.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(getValueType(context), p);
      }
      String text = p.getString();
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
            throw new BadInput("has half a character: an unpaired surrogate");
          }
          i++;
        }
      }
      return text;
    }
  }

  /**
   * A decimal of at most 100 digits on either side of the point: {@code 1e999999999} is short to
   * send, but takes a gigabyte to round.
   */
  static final class DecimalDeserializer extends StdScalarDeserializer<BigDecimal> {
    private static final int MAX_DIGITS = 100;

    DecimalDeserializer() {
      super(BigDecimal.class);
    }

    @Override
    public @Nullable BigDecimal deserialize(JsonParser p, DeserializationContext context) {
      BigDecimal value =
          NumberDeserializers.BigDecimalDeserializer.instance.deserialize(p, context);
      if (value != null
          && (value.scale() > MAX_DIGITS
              || (long) value.precision() - value.scale() > MAX_DIGITS)) {
        throw new BadInput("must have at most 100 digits on either side of the point");
      }
      return value;
    }
  }

  /**
   * A value written as text in one form only. Jackson would also take numbers and lists for times,
   * and lists for bytes.
   */
  static final class ParsedText<T> extends StdScalarDeserializer<T> {
    private final Class<T> type;
    private final transient Function<String, T> parser;

    ParsedText(Class<T> type, Function<String, T> parser) {
      super(type);
      this.type = type;
      this.parser = parser;
    }

    @Override
    public @Nullable T deserialize(JsonParser p, DeserializationContext context) {
      if (!p.hasToken(JsonToken.VALUE_STRING)) {
        return type.cast(context.handleUnexpectedToken(getValueType(context), p));
      }
      String text = p.getString();
      if (text.isEmpty() && isAbsentWhenEmpty(context)) {
        return null;
      }
      try {
        return parser.apply(text);
      } catch (DateTimeException | IllegalArgumentException e) {
        return type.cast(context.handleWeirdStringValue(type, text, "not in its form"));
      }
    }

    private boolean isAbsentWhenEmpty(DeserializationContext context) {
      return context.findCoercionAction(logicalType(), type, CoercionInputShape.EmptyString)
          == CoercionAction.AsNull;
    }
  }

  /** Binary floating-point numbers that JSON can write: no NaN, no infinity, no overflow. */
  static final class Finite extends DelegatingDeserializer {
    Finite(ValueDeserializer<?> other) {
      super(other);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> other) {
      return new Finite(other);
    }

    @Override
    public @Nullable Object deserialize(JsonParser p, DeserializationContext context) {
      Object value = super.deserialize(p, context);
      if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
        throw new BadInput("must be a number that is not too large");
      }
      return value;
    }
  }
}

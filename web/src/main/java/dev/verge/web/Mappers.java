package dev.verge.web;

import com.fasterxml.jackson.annotation.Nulls;
import dev.verge.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Jackson, configured to be exact when it writes and strict when it reads. */
final class Mappers {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 100;
  private static final int MAX_NAME = 1_000;

  private Mappers() {}

  /** A mapper for JSON. */
  static JsonMapper json() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            // Handlers run on a new virtual thread each, so buffers kept per thread are never used
            // again.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    return JsonMapper.builder(factory)
        .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
        .disable(
            MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
        .withCoercionConfigDefaults(
            c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .addModule(module())
        .build();
  }

  /** The same, reading text as what it stands for. */
  static JsonMapper forms(JsonMapper json) {
    return json.rebuild()
        .enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        .withCoercionConfigDefaults(
            c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
        .build();
  }

  private static SimpleModule module() {
    SimpleModule module =
        new SimpleModule("verge") {
          @Override
          public void setupModule(SetupContext context) {
            super.setupModule(context);
            context.addDeserializers(new Records());
            context.addDeserializerModifier(new FiniteNumbers());
          }
        };
    module
        .addSerializer(Row.class, new Scalars.RowSerializer())
        .addDeserializer(Row.class, new Scalars.RowDeserializer())
        .addDeserializer(String.class, new Scalars.TextDeserializer())
        .addDeserializer(BigDecimal.class, new Scalars.DecimalDeserializer());
    parsed(module, Instant.class, Instant::parse);
    parsed(module, OffsetDateTime.class, OffsetDateTime::parse);
    parsed(module, ZonedDateTime.class, ZonedDateTime::parse);
    parsed(module, LocalDateTime.class, LocalDateTime::parse);
    parsed(module, LocalDate.class, LocalDate::parse);
    parsed(module, LocalTime.class, LocalTime::parse);
    parsed(module, Duration.class, Duration::parse);
    parsed(module, Period.class, Period::parse);
    parsed(module, YearMonth.class, YearMonth::parse);
    parsed(module, UUID.class, Mappers::uuid);
    parsed(module, byte[].class, Base64.getDecoder()::decode);
    return module;
  }

  private static <T> void parsed(SimpleModule module, Class<T> type, Function<String, T> parser) {
    module.addDeserializer(type, new Scalars.ParsedText<>(type, parser));
  }

  /** The JDK also takes short forms, such as 1-1-1-1-1. */
  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a UUID has 36 characters");
    }
    return UUID.fromString(text);
  }

  private static final class Records extends Deserializers.Base {
    @Override
    public @Nullable ValueDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
      return type.isRecordType() ? new RecordDeserializer(type) : null;
    }

    @Override
    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
      return type.isRecord();
    }
  }

  private static final class FiniteNumbers extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueDeserializer<?> deserializer) {
      Class<?> type = Types.wrap(description.getBeanClass());
      return type == Double.class || type == Float.class
          ? new Scalars.Finite(deserializer)
          : deserializer;
    }
  }
}

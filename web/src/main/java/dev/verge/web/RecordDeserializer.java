package dev.verge.web;

import com.fasterxml.jackson.annotation.Nulls;
import dev.verge.Problem;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyMetadata;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads a record through its canonical constructor, by the rules that {@link Json} states. Jackson
 * could, but it knows no {@code @Nullable}, stops at the first missing component, and takes other
 * constructors and factories into account.
 */
final class RecordDeserializer extends StdDeserializer<Object> {
  private final JavaType type;
  private final RecordComponent[] components;
  private final MethodHandle constructor;
  private Map<String, Integer> positions = Map.of();
  private List<Field> fields = List.of();

  RecordDeserializer(JavaType type) {
    super(type);
    this.type = type;
    this.components = type.getRawClass().getRecordComponents();
    this.constructor = constructor(type.getRawClass(), components);
  }

  /** One component and how it is read. */
  private record Field(String name, boolean required, ValueDeserializer<Object> deserializer) {}

  @Override
  public boolean isCachable() {
    return true;
  }

  @Override
  public LogicalType logicalType() {
    return LogicalType.POJO;
  }

  /** Finds the components' deserializers; late, as a record may hold records of its own type. */
  @Override
  public void resolve(DeserializationContext context) {
    Map<String, Integer> resolvedPositions = new HashMap<>();
    List<Field> resolved = new ArrayList<>();
    for (RecordComponent component : components) {
      resolvedPositions.put(component.getName(), resolved.size());
      resolved.add(field(component, context));
    }
    positions = resolvedPositions;
    fields = resolved;
  }

  private Field field(RecordComponent component, DeserializationContext context) {
    JavaType declared =
        context.getTypeFactory().resolveMemberType(component.getGenericType(), type.getBindings());
    AnnotatedType annotated = component.getAnnotatedType();
    Nulls content = isNullable(contentOf(annotated)) ? Nulls.SET : Nulls.FAIL;
    BeanProperty property =
        new BeanProperty.Std(
            PropertyName.construct(component.getName()),
            declared,
            null,
            null,
            PropertyMetadata.STD_OPTIONAL.withNulls(null, content));
    boolean required = !isNullable(annotated) && !isOptional(declared.getRawClass());
    return new Field(
        component.getName(), required, context.findContextualValueDeserializer(declared, property));
  }

  private static boolean isNullable(@Nullable AnnotatedType type) {
    return type != null && type.isAnnotationPresent(Nullable.class);
  }

  private static boolean isOptional(Class<?> type) {
    return type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class;
  }

  /** The type of a container's elements, or of a map's values. */
  private static @Nullable AnnotatedType contentOf(AnnotatedType type) {
    return switch (type) {
      case AnnotatedArrayType array -> array.getAnnotatedGenericComponentType();
      case AnnotatedParameterizedType generic -> {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        yield arguments[arguments.length - 1];
      }
      default -> null;
    };
  }

  @Override
  public Object deserialize(JsonParser p, DeserializationContext context) {
    if (!p.isExpectedStartObjectToken()) {
      return context.handleUnexpectedToken(type, p);
    }
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    boolean[] seen = new boolean[values.length];
    for (String name = p.nextName(); name != null; name = p.nextName()) {
      Integer position = positions.get(name);
      if (position == null) {
        throw new BadInput(
            List.of(name), "is not a known field, there are " + String.join(", ", names()));
      }
      p.nextToken();
      values[position] = value(fields.get(position), p, context);
      seen[position] = true;
    }
    complete(values, seen, context);
    return construct(values);
  }

  private List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  private @Nullable Object value(Field field, JsonParser p, DeserializationContext context) {
    try {
      Object value =
          p.hasToken(JsonToken.VALUE_NULL)
              ? ofNull(field, context)
              : field.deserializer().deserialize(p, context);
      if (value == null && field.required()) {
        throw new BadInput("is required");
      }
      return value;
    } catch (JacksonException e) {
      throw e.prependPath(this, field.name());
    }
  }

  private static @Nullable Object ofNull(Field field, DeserializationContext context) {
    if (field.required()) {
      throw new BadInput("must not be null");
    }
    return field.deserializer().getNullValue(context);
  }

  private void complete(@Nullable Object[] values, boolean[] seen, DeserializationContext context) {
    List<String> missing = new ArrayList<>(0);
    for (int i = 0; i < values.length; i++) {
      if (!seen[i] && fields.get(i).required()) {
        missing.add(fields.get(i).name());
      } else if (!seen[i]) {
        values[i] = fields.get(i).deserializer().getNullValue(context);
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInput(missing, missing.size() == 1 ? "is required" : "are required");
    }
  }

  private Object construct(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Problem problem) {
      throw new BadInput(problem);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      throw message == null ? new BadInput("is not valid") : BadInput.inOwnWords(message);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a record's constructor threw a checked exception", e);
    }
  }

  private static MethodHandle constructor(Class<?> record, RecordComponent[] components) {
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = record.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + record, e);
    }
  }
}

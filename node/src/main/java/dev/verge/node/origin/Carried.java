package dev.verge.node.origin;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which types a call can carry as JSON and get back equal: numbers, text, times, enums, records of
 * such, and lists, sets, maps and optionals of such.
 */
final class Carried {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Character.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class);

  private static final Set<Class<?>> CONTAINERS =
      Set.of(Optional.class, List.class, Set.class, Collection.class, Map.class);

  private final Set<Class<?>> records = new HashSet<>();

  private Carried() {}

  static boolean can(Type type) {
    return new Carried().carries(type);
  }

  private boolean carries(Type type) {
    return switch (type) {
      case Class<?> plain -> carries(plain);
      case ParameterizedType p ->
          p.getRawType() instanceof Class<?> raw
              && (CONTAINERS.contains(raw) || isCarriedRecord(raw))
              && Arrays.stream(p.getActualTypeArguments()).allMatch(this::carries);
      case WildcardType w -> Arrays.stream(w.getUpperBounds()).allMatch(this::carries);
      case GenericArrayType a -> carries(a.getGenericComponentType());
      default -> false;
    };
  }

  private boolean carries(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || PLAIN.contains(type)
        || type.getPackageName().equals("java.time")
        || (type.isArray() && carries(type.getComponentType()))
        || isCarriedRecord(type);
  }

  /** What stands for a type parameter is looked at where the record is used. */
  private boolean isCarriedRecord(Class<?> type) {
    return type.isRecord()
        && (!records.add(type)
            || type.getTypeParameters().length > 0
            || Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getGenericType)
                .allMatch(this::carries));
  }
}

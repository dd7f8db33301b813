package dev.verge.web;

import dev.verge.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with input in the client's words: fields and kinds of values, no classes. */
final class JsonErrors {
  private static final int MAX_PATH = 200;

  private JsonErrors() {}

  /**
   * The problem for the client.
   *
   * @param whole names the input where no field is to blame
   * @throws RuntimeException what application code threw, or that its type cannot be read
   */
  static Problem problem(JacksonException e, String whole) {
    String path = path(e.getPath());
    return switch (e) {
      case BadInput bad -> badInput(bad, path, whole);
      case StreamConstraintsException _ ->
          at(path, whole, "is nested too deeply or has a name, text or number that is too long");
      case InputCoercionException coercion ->
          at(path, whole, "must be " + range(coercion.getTargetType()));
      case UnrecognizedPropertyException unknown -> at(path, whole, "is not a known field");
      case InvalidNullException _ -> at(path, whole, "must not be null");
      case InvalidFormatException format ->
          at(path, whole, "must be " + expected(format.getTargetType(), format.getValue()));
      case MismatchedInputException mismatch ->
          at(path, whole, "must be " + expected(mismatch.getTargetType(), null));
      case StreamReadException syntax -> syntax(syntax, path, whole);
      default -> throw bug(e);
    };
  }

  private static Problem badInput(BadInput bad, String path, String whole) {
    if (bad.problem() != null) {
      return bad.problem();
    }
    String why = String.valueOf(bad.getOriginalMessage());
    if (bad.ownWords() && path.isEmpty()) {
      return Problem.of(400, "Bad request", why);
    }
    if (bad.fields().isEmpty()) {
      return at(path, whole, why);
    }
    List<String> paths = new ArrayList<>();
    for (String field : bad.fields()) {
      paths.add(cut(path.isEmpty() ? field : path + "." + field));
    }
    return Problem.of(400, "Bad request", String.join(", ", paths) + ": " + why)
        .with("field", paths.getFirst());
  }

  private static Problem syntax(StreamReadException e, String path, String whole) {
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Duplicate Object property \"")) {
      String name = message.substring(message.indexOf('"') + 1, message.lastIndexOf('"'));
      return at(cut(path.isEmpty() ? name : path + "." + name), whole, "is given twice");
    }
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return Problem.of(400, "Bad request", whole + " is not valid JSON" + where);
  }

  private static Problem at(String path, String whole, String why) {
    return path.isEmpty()
        ? Problem.of(400, "Bad request", whole + " " + why)
        : Problem.field(path, why);
  }

  private static RuntimeException bug(JacksonException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RuntimeException thrown && !(cause instanceof JacksonException)) {
        return thrown;
      }
    }
    return new IllegalStateException("the type cannot be read from JSON: " + e.getMessage(), e);
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      if (reference.getPropertyName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      } else if (reference.getIndex() >= 0) {
        path.append('[').append(reference.getIndex()).append(']');
      }
    }
    return cut(path.toString());
  }

  private static String cut(String path) {
    return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
  }

  /** What a value of that type looks like to a client. */
  private static String expected(@Nullable Class<?> type, @Nullable Object found) {
    if (type == null) {
      return "of another kind";
    }
    if (isIntegral(type)) {
      boolean whole = found != null && found.toString().strip().matches("[+-]?[0-9]+");
      return whole ? range(type) : "a whole number";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .collect(Collectors.joining(", "));
    }
    if (type == byte[].class) {
      return "Base64 text";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type.isRecord() || Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    return expectedText(type);
  }

  private static String expectedText(Class<?> type) {
    if (type == String.class || type == char.class || type == Character.class) {
      return "text";
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    if (!type.getPackageName().equals("java.time")) {
      return "of another kind";
    }
    return switch (type.getSimpleName()) {
      case "LocalDate" -> "a date such as 2026-01-31";
      case "Instant", "OffsetDateTime", "ZonedDateTime" -> "a time such as 2026-01-31T12:00:00Z";
      case "LocalDateTime" -> "a local time such as 2026-01-31T12:00:00";
      case "LocalTime" -> "a time of day such as 12:00:00";
      case "Duration" -> "a duration such as PT15M";
      default -> "text in ISO 8601 format";
    };
  }

  private static boolean isIntegral(Class<?> type) {
    return type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class
        || type == short.class
        || type == Short.class
        || type == byte.class
        || type == Byte.class
        || type == BigInteger.class;
  }

  private static String range(@Nullable Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
    }
    if (type == long.class || type == Long.class) {
      return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
    }
    if (type == short.class || type == Short.class) {
      return "a whole number from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE;
    }
    if (type == byte.class || type == Byte.class) {
      return "a whole number from " + Byte.MIN_VALUE + " to " + Byte.MAX_VALUE;
    }
    return type == BigDecimal.class ? "a number" : "a smaller number";
  }
}

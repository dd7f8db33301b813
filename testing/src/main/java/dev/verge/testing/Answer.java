package dev.verge.testing;

import dev.verge.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor was answered.
 *
 * @param millis from sending the request to the last byte of the answer
 */
public record Answer(int status, Map<String, List<String>> headers, String body, double millis) {

  /** A header's first value, or null; names compare without case. */
  public @Nullable String header(String name) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(entry -> entry.getValue().getFirst())
        .findFirst()
        .orElse(null);
  }

  /** The body as a JSON object. */
  @SuppressWarnings("unchecked") // a JSON object is a map from strings
  public Map<String, Object> json() {
    return (Map<String, Object>) new Json().read(body.getBytes(StandardCharsets.UTF_8), Map.class);
  }

  /** A text member of the JSON object. */
  public String text(String member) {
    if (json().get(member) instanceof String value) {
      return value;
    }
    throw new IllegalStateException("no text '" + member + "' in " + body);
  }

  /** An integer member of the JSON object. */
  public int integer(String member) {
    if (json().get(member) instanceof Integer value) {
      return value;
    }
    throw new IllegalStateException("no integer '" + member + "' in " + body);
  }

  /** The milliseconds of a metric in {@code Server-Timing}. */
  public Optional<Double> timing(String metric) {
    String header = header("Server-Timing");
    if (header == null) {
      return Optional.empty();
    }
    for (String part : header.split(",", -1)) {
      String text = part.strip();
      if (text.startsWith(metric + ";dur=")) {
        return Optional.of(Double.parseDouble(text.substring(metric.length() + 5)));
      }
    }
    return Optional.empty();
  }
}

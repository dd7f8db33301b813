package dev.verge.cli.crs;

import dev.verge.waf.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request over the wire, as bytes in characters: written as a client would, and read as a server
 * would, which refuses what is no HTTP/1.x.
 */
public record RawRequest(
    String method, String uri, String protocol, List<Header> headers, String body) {
  private static final String TOKEN =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** The bytes of a test's request. */
  static String write(RegressionTest.Input input) {
    if (input.raw() != null) {
      return input.raw();
    }
    Map<String, String> headers = new LinkedHashMap<>(input.headers());
    if (input.complete()) {
      complete(headers, input);
    }
    StringBuilder out = new StringBuilder();
    out.append(input.method()).append(' ').append(input.uri()).append(' ').append(input.version());
    out.append("\r\n");
    headers.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    return out.append("\r\n").append(input.data()).toString();
  }

  private static void complete(Map<String, String> headers, RegressionTest.Input input) {
    int length = input.data().length();
    if (!has(headers, "connection")) {
      headers.put("Connection", "close");
    }
    boolean sized = has(headers, "content-length") || has(headers, "transfer-encoding");
    if (!sized && (length > 0 || input.method().equals("POST"))) {
      headers.put("Content-Length", Integer.toString(length));
    }
    if (length > 0 && !has(headers, "content-type")) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
    }
  }

  private static boolean has(Map<String, String> headers, String name) {
    return headers.keySet().stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).equals(name));
  }

  /** Reads a request; null if a server would answer 400. */
  public static @Nullable RawRequest read(String bytes) {
    int end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
      return null;
    }
    String[] lines = bytes.substring(0, end).split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    List<Header> headers = headers(lines);
    if (first.length != 3 || !isToken(first[0]) || !isTarget(first[0], first[1])) {
      return null;
    }
    String protocol = first[2].isEmpty() ? "HTTP/0.9" : first[2]; // which had no version to tell
    if (headers == null || !isHttp(first[2]) || !isHost(protocol, headers)) {
      return null;
    }
    String rest = bytes.substring(end + 4);
    String body = isChunked(headers) ? Chunks.join(rest) : cut(rest, headers);
    return body == null ? null : new RawRequest(first[0], first[1], protocol, headers, body);
  }

  private static @Nullable List<Header> headers(String[] lines) {
    List<Header> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (colon <= 0 || !isToken(line.substring(0, colon)) || hasAny(line, "\0\r\n")) {
        return null;
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  /** RFC 9112, section 3.2. */
  private static boolean isTarget(String method, String target) {
    if (method.equals("CONNECT")) {
      return target.matches("[^/:]+:[0-9]+");
    }
    boolean form =
        target.startsWith("/") || target.matches("(?i)[a-z]+://.*") || target.equals("*");
    return form && target.indexOf('#') < 0;
  }

  private static boolean isHttp(String protocol) {
    return protocol.isEmpty() || protocol.matches("HTTP/[1-9](?:\\.[0-9])?");
  }

  /** Since HTTP/1.1 a host is not empty; it has no control characters, written out or not. */
  private static boolean isHost(String protocol, List<Header> headers) {
    boolean mayBeEmpty = protocol.equals("HTTP/1.0");
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase("Host"))
        .allMatch(h -> (mayBeEmpty || !h.value().isEmpty()) && !h.value().matches(".*%[01].*"));
  }

  private static boolean hasAny(String text, String characters) {
    return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> TOKEN.indexOf(c) >= 0);
  }

  private static boolean isChunked(List<Header> headers) {
    return headers.stream()
        .anyMatch(h ->
            h.name().equalsIgnoreCase("Transfer-Encoding")
                && h.value().toLowerCase(Locale.ROOT).contains("chunked"));
  }

  /** As many bytes as were announced; null if that is no number. */
  private static @Nullable String cut(String rest, List<Header> headers) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase("Content-Length")) {
        if (header.value().isEmpty() || !header.value().chars().allMatch(Character::isDigit)) {
          return null;
        }
        return rest.substring(0, Math.min(rest.length(), Integer.parseInt(header.value())));
      }
    }
    return "";
  }

  /** The chunked coding (RFC 9112, section 7.1). */
  private static final class Chunks {
    private Chunks() {}

    static @Nullable String join(String rest) {
      StringBuilder body = new StringBuilder();
      int at = 0;
      while (true) {
        int line = rest.indexOf("\r\n", at);
        if (line < 0) {
          return body.toString();
        }
        String size = rest.substring(at, line).replaceFirst(";.*", "").strip();
        int length;
        try {
          length = Integer.parseInt(size, 16);
        } catch (NumberFormatException e) {
          return null;
        }
        if (length == 0) {
          return body.toString();
        }
        int end = Math.min(rest.length(), line + 2 + length);
        body.append(rest, line + 2, end);
        at = Math.min(rest.length(), end + 2);
      }
    }
  }
}

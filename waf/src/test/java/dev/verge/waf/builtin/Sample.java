package dev.verge.waf.builtin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.waf.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A request to take through the rules, its bytes as characters.
 *
 * @param kind what it stands for, for messages of tests
 */
record Sample(String kind, String method, String uri, List<Header> headers, String body) {
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  private static final String BOUNDARY = "----formdata-5e0c1d2b7a";

  /** The headers of a browser. */
  private static final List<Header> BROWSER =
      List.of(
          new Header("Host", "shop.example"),
          new Header(
              "User-Agent",
              "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/139.0.0.0 Safari/537.36"),
          new Header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
          new Header("Accept-Language", "en-GB,en;q=0.9,de;q=0.7"),
          new Header("Accept-Encoding", "gzip, deflate, br, zstd"));

  static Sample get(String kind, String uri) {
    return new Sample(kind, "GET", uri, BROWSER, "");
  }

  static Sample query(String kind, String path, Map<String, String> arguments) {
    return get(kind, path + "?" + encoded(arguments));
  }

  static Sample form(String kind, String path, Map<String, String> arguments) {
    return post(kind, path, "application/x-www-form-urlencoded", encoded(arguments));
  }

  static Sample json(String kind, String path, String json) {
    return post(kind, path, "application/json", bytes(json));
  }

  static Sample post(String kind, String path, String type, String body) {
    return new Sample(kind, "POST", path, BROWSER, body)
        .with("Content-Type", type)
        .with("Content-Length", Integer.toString(body.length()));
  }

  /** A form with a file. */
  static Sample upload(String kind, String path, Map<String, String> arguments, String file) {
    StringBuilder body = new StringBuilder();
    arguments.forEach(
        (name, value) -> part(body, "name=\"" + bytes(name) + "\"", "", bytes(value)));
    part(
        body,
        "name=\"file\"; filename=\"" + bytes(file) + "\"",
        "Content-Type: application/octet-stream\r\n",
        "\u0089some\u0000bytes");
    body.append("--").append(BOUNDARY).append("--\r\n");
    return post(kind, path, "multipart/form-data; boundary=" + BOUNDARY, body.toString());
  }

  private static void part(StringBuilder body, String names, String headers, String content) {
    body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; ");
    body.append(names).append("\r\n").append(headers).append("\r\n").append(content).append("\r\n");
  }

  Sample with(String header, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.removeIf(h -> h.name().equals(header) && !header.equals("Host"));
    more.add(new Header(header, value));
    return new Sample(kind, method, uri, more, body);
  }

  Sample withMethod(String other) {
    return new Sample(kind, other, uri, headers, body);
  }

  static String encoded(Map<String, String> arguments) {
    StringBuilder out = new StringBuilder();
    arguments.forEach((name, value) -> {
      out.append(out.isEmpty() ? "" : "&");
      out.append(escaped(bytes(name))).append('=').append(escaped(bytes(value)));
    });
    return out.toString();
  }

  /** Percent-encoded, as a browser does. */
  static String escaped(String bytes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  /** Text in the encoding of the web. */
  static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}

package dev.verge.web;

import dev.verge.Headers;
import dev.verge.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Requests without a server. */
record Requests(String method, String path, @Nullable String rawQuery, Headers headers, byte[] body)
    implements Request {

  static Requests of(String method, String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? null : target.substring(question + 1);
    return new Requests(method, path, query, Headers.empty(), new byte[0]);
  }

  static Requests get(String target) {
    return of("GET", target);
  }

  static Requests json(String target, String json) {
    return of("POST", target)
        .withHeader("Content-Type", "application/json")
        .withBody(json.getBytes(StandardCharsets.UTF_8));
  }

  static Requests form(String target, String form) {
    return of("POST", target)
        .withHeader("Content-Type", "application/x-www-form-urlencoded")
        .withBody(form.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String clientAddress() {
    return "192.0.2.1";
  }

  @Override
  public Requests withHeader(String name, String value) {
    return new Requests(method, path, rawQuery, headers.with(name, value), body);
  }

  @Override
  public Requests withBody(byte[] other) {
    return new Requests(method, path, rawQuery, headers, other);
  }
}

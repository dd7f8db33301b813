package dev.verge.waf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A request of the tests, to be sent through rules. Immutable. */
record Request(String method, String uri, List<Header> headers, String body) {
  static final Client CLIENT = new Client("192.0.2.1", 40_000, "198.51.100.1", 443, "r1");
  static final String FORM = "application/x-www-form-urlencoded";

  static Request get(String uri) {
    return new Request("GET", uri, List.of(), "");
  }

  static Request post(String contentType, String body) {
    return new Request("POST", "/", List.of(new Header("Content-Type", contentType)), body);
  }

  Request with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Request(method, uri, List.copyOf(more), body);
  }

  /** Rules, a line of their text each; they are called {@code t} in errors. */
  static Rules rules(String... lines) {
    try {
      return Rules.builder().text("t", String.join("\n", lines)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Passage through(String... lines) {
    return through(rules(lines));
  }

  Passage through(Rules rules) {
    return Passage.of(rules.begin(CLIENT), this);
  }
}

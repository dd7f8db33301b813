package dev.verge.waf;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
record Passage(Transaction transaction, @Nullable Interruption interruption) {
  static final String RESPONSE_BODY = "<p>Hello</p>";

  /** Takes a request through all phases, or as far as it comes, and the last. */
  static Passage of(Transaction transaction, Request request) {
    Interruption interruption = phases(transaction, request);
    transaction.end();
    return new Passage(transaction, interruption);
  }

  private static @Nullable Interruption phases(Transaction transaction, Request request) {
    Interruption interruption =
        transaction.request(request.method(), request.uri(), "HTTP/1.1", request.headers());
    if (interruption == null) {
      interruption = transaction.requestBody(request.body());
    }
    if (interruption == null) {
      List<Header> headers = List.of(new Header("Content-Type", "text/html; charset=utf-8"));
      interruption = transaction.response(200, "HTTP/1.1", headers);
    }
    return interruption == null ? transaction.responseBody(RESPONSE_BODY) : interruption;
  }

  /** The rules that matched, in order. */
  List<Integer> ids() {
    return transaction.matches().stream().map(Match::ruleId).toList();
  }

  /** What they say. */
  List<String> messages() {
    return transaction.matches().stream().map(Match::message).toList();
  }

  String value(String variable) {
    return transaction.value(variable);
  }

  /** Who interrupted it. */
  Interruption interrupted() {
    return requireNonNull(interruption);
  }
}

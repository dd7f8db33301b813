package dev.verge.cli.crs;

import dev.verge.waf.Client;
import dev.verge.waf.Interruption;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes requests through the rules without a network. */
final class InProcess implements Target {
  private final Rules rules;

  InProcess(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Outcome run(String bytes) {
    RawRequest request = RawRequest.read(bytes);
    if (request == null) {
      return new Outcome(400, List.of());
    }
    Transaction tx = rules.begin(new Client("127.0.0.1", 40000, "127.0.0.1", 80, "test"));
    int status = status(tx, request);
    tx.end();
    return new Outcome(status, tx.matches());
  }

  private static int status(Transaction tx, RawRequest request) {
    Interruption stop =
        tx.request(request.method(), request.uri(), request.protocol(), request.headers());
    if (stop == null) {
      stop = tx.requestBody(request.body());
    }
    if (stop != null) {
      return stop.status();
    }
    Backend.Answer answer = Backend.answer(request.uri(), request.body());
    stop = tx.response(answer.status(), request.protocol(), answer.headers());
    if (stop == null) {
      stop = tx.responseBody(answer.body());
    }
    return status(stop, answer);
  }

  private static int status(@Nullable Interruption stop, Backend.Answer answer) {
    return stop == null ? answer.status() : stop.status();
  }

  @Override
  public void close() {}
}

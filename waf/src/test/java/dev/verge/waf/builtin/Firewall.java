package dev.verge.waf.builtin;

import dev.verge.waf.Client;
import dev.verge.waf.Header;
import dev.verge.waf.Interruption;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules with requests and responses taken through them. */
record Firewall(Rules rules) {
  /**
   * What became of a request.
   *
   * @param matches what matched, for messages
   */
  record Verdict(boolean blocked, String matches) {}

  static Firewall builtin() throws IOException {
    return new Firewall(Rules.builder().bundled("engine").bundled("builtin").build());
  }

  /** The Core Rule Set of a folder, as it is set up at first: paranoia level 1. */
  static Firewall crs(Path folder) throws IOException {
    Rules.Builder builder = Rules.builder().bundled("engine");
    builder.file(folder.resolve("crs-setup.conf.example"));
    try (Stream<Path> files = Files.list(folder.resolve("rules"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
        builder.file(file);
      }
    }
    return new Firewall(builder.build());
  }

  Verdict request(Sample sample) {
    Transaction tx = begin();
    Interruption stop = tx.request(sample.method(), sample.uri(), "HTTP/1.1", sample.headers());
    if (stop == null) {
      stop = tx.requestBody(sample.body());
    }
    return verdict(tx, stop != null);
  }

  Verdict response(int status, String type, String body) {
    Transaction tx = begin();
    Sample request = Sample.get("page", "/");
    tx.request("GET", "/", "HTTP/1.1", request.headers());
    tx.requestBody("");
    Interruption stop = tx.response(status, "HTTP/1.1", List.of(new Header("Content-Type", type)));
    if (stop == null) {
      stop = tx.responseBody(body);
    }
    return verdict(tx, stop != null);
  }

  private Transaction begin() {
    return rules.begin(new Client("203.0.113.7", 40_000, "198.51.100.1", 443, "test"));
  }

  private static Verdict verdict(Transaction tx, boolean blocked) {
    return new Verdict(
        blocked,
        tx.matches().stream()
            .map(m -> m.ruleId() + " (" + m.message() + ") at " + m.variable())
            .collect(Collectors.joining(", ")));
  }
}

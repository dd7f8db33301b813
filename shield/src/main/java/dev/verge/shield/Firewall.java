package dev.verge.shield;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.waf.Client;
import dev.verge.waf.Header;
import dev.verge.waf.Interruption;
import dev.verge.waf.Match;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web application firewall of a location: takes each request and its response through the
 * rules, counts what matched, and notes it without what the request carried. Thread-safe.
 */
public final class Firewall {
  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

  private final Rules rules;
  private final String location;
  private final Map<Integer, LongAdder> matches = new ConcurrentHashMap<>();

  /**
   * A firewall.
   *
   * @param location where it stands, for its notes
   */
  public Firewall(Rules rules, String location) {
    this.rules = rules;
    this.location = location;
  }

  /** A request as it came, its bytes as characters. */
  public record Request(
      String clientAddress,
      String method,
      String uri,
      String protocol,
      List<Header> headers,
      byte[] body) {}

  /** One request's way through the rules. For one thread at a time. */
  public final class Inspection {
    private final String requestId;
    private final Transaction tx;

    private Inspection(String requestId, Transaction tx) {
      this.requestId = requestId;
      this.tx = tx;
    }

    /** Looks at the request: what to answer instead, or null to go on. */
    public @Nullable Interruption request(Request request) {
      Interruption stop =
          tx.request(request.method, request.uri, request.protocol, request.headers);
      return stop != null ? stop : tx.requestBody(new String(request.body, ISO_8859_1));
    }

    /**
     * Looks at the response: what to answer instead, or null to go on.
     *
     * @param body null: it is not at hand, and only the head is looked at
     */
    public @Nullable Interruption response(
        int status, String protocol, List<Header> headers, byte @Nullable [] body) {
      Interruption stop = tx.response(status, protocol, headers);
      if (stop == null && body != null && tx.wantsResponseBody()) {
        stop = tx.responseBody(new String(body, ISO_8859_1));
      }
      return stop;
    }

    /** Ends the way, whatever came of it, and notes what matched. */
    public void end() {
      tx.end();
      for (Match match : tx.matches()) {
        matches.computeIfAbsent(match.ruleId(), id -> new LongAdder()).increment();
        // The message, data and value have parts of the request, and stay out of the log.
        LOG.info(
            "request {} at {}: rule {} matched at {}: {}",
            requestId,
            location,
            match.ruleId(),
            place(match.variable()),
            match.title());
      }
    }
  }

  /** Begins with a request. */
  public Inspection begin(String requestId, String clientAddress) {
    return new Inspection(
        requestId, rules.begin(new Client(clientAddress, 0, location, 0, requestId)));
  }

  /** How often each rule matched since the start, by its id. */
  public Map<Integer, Long> matches() {
    Map<Integer, Long> counts = new TreeMap<>();
    matches.forEach((rule, count) -> counts.put(rule, count.sum()));
    return counts;
  }

  /** The collection only: the client chose the name within. */
  private static String place(String variable) {
    int colon = variable.indexOf(':');
    return colon < 0 ? variable : variable.substring(0, colon);
  }
}

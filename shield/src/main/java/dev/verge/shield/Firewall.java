package dev.verge.shield;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.waf.Client;
import dev.verge.waf.Header;
import dev.verge.waf.Interruption;
import dev.verge.waf.Match;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web application firewall of a location: takes each request and its response through the
 * rules, counts what matched, and notes it without what the request carried. Thread-safe.
 *
 * <p>The matching library keeps what it learns of an expression per thread. A request's virtual
 * thread would learn it anew, at three times the cost: look at requests on threads that live long,
 * such as event loops, or on those of {@link #call}.
 */
public final class Firewall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

  private static final List<String> SCORES =
      List.of(
          "tx.score",
          "tx.response_score",
          "tx.blocking_inbound_anomaly_score",
          "tx.blocking_outbound_anomaly_score");

  private final Supplier<Rules> rules;
  private final String location;
  private final Duration time;
  private final @Nullable AuditLog audit;

  /** Each request waits here once at a time, so no more wait than a location works on at once. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2 * Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("firewall-", 0).factory());

  private final LongAdder refused = new LongAdder();
  private final Map<Integer, LongAdder> matches = new ConcurrentHashMap<>();

  /**
   * A firewall.
   *
   * @param rules gives those in force; asked once by each request, which keeps them to its end
   * @param location where it stands, for its notes
   * @param time that rules may take for a request, and again for its response; past it the request
   *     is refused with 503, and of a response no more is looked at
   * @param audit where matches are written; null: nowhere
   */
  public Firewall(Supplier<Rules> rules, String location, Duration time, @Nullable AuditLog audit) {
    this.rules = rules;
    this.location = location;
    this.time = time;
    this.audit = audit;
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
    private final String address;
    private final Transaction tx;
    private String method = "";
    private String uri = "";
    private @Nullable Interruption stopped;

    private Inspection(String requestId, String address) {
      this.requestId = requestId;
      this.address = address;
      this.tx = rules.get().begin(new Client(address, 0, location, 0, requestId));
    }

    /** Looks at the request: what to answer instead, or null to go on. */
    public @Nullable Interruption request(Request request) {
      method = request.method;
      uri = request.uri;
      tx.until(System.nanoTime() + time.toNanos());
      stopped = tx.request(request.method, request.uri, request.protocol, request.headers);
      if (stopped == null) {
        stopped = tx.requestBody(new String(request.body, ISO_8859_1));
      }
      return stopped;
    }

    /**
     * Looks at the response: what to answer instead, or null to go on.
     *
     * @param body null: it is not at hand, and only the head is looked at
     */
    public @Nullable Interruption response(
        int status, String protocol, List<Header> headers, byte @Nullable [] body) {
      if (stopped != null) {
        return null; // it is the refusal
      }
      tx.until(System.nanoTime() + time.toNanos());
      stopped = tx.response(status, protocol, headers);
      if (stopped == null) {
        boolean seen = body != null && tx.wantsResponseBody();
        stopped = tx.responseBody(seen ? new String(body, ISO_8859_1) : "");
      }
      return stopped;
    }

    /** Ends the way, whatever came of it, and notes what matched. */
    public void end() {
      tx.end();
      Interruption why = stopped;
      if (why != null) {
        refused.increment();
        LOG.debug("request {} at {}: refused by rule {}", requestId, location, why.ruleId());
      }
      List<Match> found = tx.matches();
      for (Match match : found) {
        matches.computeIfAbsent(match.ruleId(), id -> new LongAdder()).increment();
      }
      if (audit != null && (why != null || !found.isEmpty())) {
        int status = why == null ? 0 : why.status();
        audit.write(
            new AuditLog.Event(requestId, location, address, method, uri, score(), status, found));
      }
    }

    /** The built-in rules and the Core Rule Set keep it in different places. */
    private int score() {
      return SCORES.stream().map(tx::value).mapToInt(Firewall::number).sum();
    }
  }

  /** Does something on one of the firewall's own threads, and waits for it. */
  public <T extends @Nullable Object> T call(Callable<T> task) {
    Future<T> doing = threads.submit(task);
    try {
      return doing.get();
    } catch (InterruptedException e) {
      doing.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the firewall", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the firewall failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (audit != null) {
      audit.close();
    }
  }

  /** Begins with a request. */
  public Inspection begin(String requestId, String clientAddress) {
    return new Inspection(requestId, clientAddress);
  }

  /** How often each rule matched since the start, by its id. */
  public Map<Integer, Long> matches() {
    Map<Integer, Long> counts = new TreeMap<>();
    matches.forEach((rule, count) -> counts.put(rule, count.sum()));
    return counts;
  }

  /** Requests and responses that were refused since the start. */
  public long refused() {
    return refused.sum();
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}

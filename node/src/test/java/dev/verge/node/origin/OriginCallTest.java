package dev.verge.node.origin;

import static dev.verge.Because.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verge.Data;
import dev.verge.Kv;
import dev.verge.Problem;
import dev.verge.Sql;
import dev.verge.node.peer.PeerClient;
import dev.verge.node.peer.PeerServer;
import dev.verge.node.peer.Wire;
import dev.verge.web.Application;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test does the same at the origin and from another location, over real sockets. */
@Timeout(30)
class OriginCallTest {
  private static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  /** What a component may look like. */
  public interface Ledger extends Greeter {
    Entry book(Entry entry);

    List<Entry> twice(Entry entry);

    Optional<Instant> when(boolean known);

    @Nullable String nothing(@Nullable String text);

    void note(String text);

    long sum(long a, int b);

    Map<String, BigDecimal> balances();

    void fail(String how) throws Exception;

    default String shout(String name) {
      return greet(name) + "!";
    }
  }

  /** What a component may extend. */
  public interface Greeter {
    String greet(String name);
  }

  /** A record with what is hard to carry. */
  public record Entry(
      long id,
      BigDecimal amount,
      Instant at,
      Optional<String> text,
      List<Kind> kinds,
      Set<Long> of) {}

  /** Which way. */
  public enum Kind {
    IN,
    OUT
  }

  private static final Entry ENTRY =
      new Entry(
          Long.MAX_VALUE,
          new BigDecimal("1234567890123456789.10"),
          Instant.parse("2026-03-04T05:06:07.123456789Z"),
          Optional.of("grüezi"),
          List.of(Kind.OUT, Kind.IN),
          Set.of(7L));

  private static final class Book implements Ledger {
    private final AtomicInteger notes = new AtomicInteger();

    @Override
    public Entry book(Entry entry) {
      return entry;
    }

    @Override
    public List<Entry> twice(Entry entry) {
      return List.of(entry, entry);
    }

    @Override
    public Optional<Instant> when(boolean known) {
      return known ? Optional.of(Instant.EPOCH) : Optional.empty();
    }

    @Override
    public @Nullable String nothing(@Nullable String text) {
      return text;
    }

    @Override
    public void note(String text) {
      notes.incrementAndGet();
    }

    @Override
    public long sum(long a, int b) {
      return a + b;
    }

    @Override
    public Map<String, BigDecimal> balances() {
      return Map.of("ada", new BigDecimal("0.30"));
    }

    @Override
    public String greet(String name) {
      return "hello " + name;
    }

    @Override
    public void fail(String how) throws Exception {
      switch (how) {
        case "problem" ->
            throw Problem.of(409, "Conflict", "stock is short")
                .with("left", 3)
                .with("price", new BigDecimal("12.50"));
        case "busy" -> throw Problem.unavailable("not now", Duration.ofSeconds(7));
        case "checked" -> throw new java.io.IOException("password=hunter2");
        case "error" -> throw new AssertionError("password=hunter2");
        case "database" ->
            throw new IllegalStateException(
                new java.sql.SQLTransientConnectionException("password=hunter2"));
        default -> throw new IllegalStateException("password=hunter2");
      }
    }
  }

  static final Data NO_DATA =
      new Data() {
        @Override
        public Sql sql(String dataset) {
          throw new AssertionError(dataset);
        }

        @Override
        public Kv kv(String dataset) {
          throw new AssertionError(dataset);
        }
      };

  @TempDir Path folder;
  private final Book book = new Book();
  private final Vertx vertx = Vertx.vertx();
  private Origin iad;
  private Origin fra;
  private PeerServer server;
  private PeerClient client;

  private Origin origin(String location, dev.verge.data.Peers peers) {
    Application application =
        Application.define(
            edge -> edge.origin(Ledger.class, services -> book, because("there is one ledger")),
            OriginCallTest.class.getClassLoader());
    return new Origin(
        new Origin.Place(location, "iad", folder, folder, Map.of(), step -> {}),
        Map.of(),
        application,
        NO_DATA,
        peers);
  }

  @BeforeEach
  void start() {
    iad =
        origin(
            "iad",
            (location, operation, body, deadline) -> {
              throw new AssertionError("the origin calls nobody");
            });
    server =
        new PeerServer(
            vertx,
            "127.0.0.1",
            0,
            "iad",
            Set.of("iad", "fra"),
            SECRET,
            InstantSource.system(),
            iad.operations());
    SocketAddress address = SocketAddress.inetSocketAddress(server.port(), "127.0.0.1");
    client =
        new PeerClient(
            vertx,
            "fra",
            SECRET,
            to -> to.equals("iad") ? address : null,
            Wire.DIRECT,
            InstantSource.system(),
            Map.of());
    fra = origin("fra", client);
    iad.start();
    fra.start();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
    iad.close();
    fra.close();
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  private List<Ledger> hereAndThere() {
    return List.of(iad.proxy(Ledger.class, n -> {}), fra.proxy(Ledger.class, n -> {}));
  }

  @Test
  void aCallGivesTheSameHereAndThere() {
    for (Ledger ledger : hereAndThere()) {
      assertThat(ledger.book(ENTRY)).isEqualTo(ENTRY);
      assertThat(ledger.book(ENTRY).amount().scale()).isEqualTo(2);
      assertThat(ledger.twice(ENTRY)).containsExactly(ENTRY, ENTRY);
      assertThat(ledger.when(true)).contains(Instant.EPOCH);
      assertThat(ledger.when(false)).isEmpty();
      assertThat(ledger.nothing(null)).isNull();
      assertThat(ledger.nothing("text")).isEqualTo("text");
      assertThat(ledger.sum(Long.MIN_VALUE, 1)).isEqualTo(Long.MIN_VALUE + 1);
      assertThat(ledger.balances()).isEqualTo(Map.of("ada", new BigDecimal("0.30")));
      assertThat(ledger.shout("ada")).isEqualTo("hello ada!");
      assertThat(ledger.toString()).contains("Ledger");
      ledger.note("x");
    }
    assertThat(book.notes).hasValue(2);
  }

  @Test
  void onlyTheOriginServesAndBothTellHowLongACallTook() {
    assertThat(iad.operations()).hasSize(9);
    assertThat(fra.operations()).isEmpty();
    List<Long> nanos = new ArrayList<>();
    iad.proxy(Ledger.class, nanos::add).greet("ada");
    fra.proxy(Ledger.class, nanos::add).greet("ada");
    assertThat(nanos).hasSize(2).allMatch(n -> n > 0);
  }

  @Test
  void aProblemCrossesWhole() {
    for (Ledger ledger : hereAndThere()) {
      Problem problem = failure(ledger, "problem");
      assertThat(problem.status()).isEqualTo(409);
      assertThat(problem.title()).isEqualTo("Conflict");
      assertThat(problem.detail()).isEqualTo("stock is short");
      assertThat(problem.members()).hasToString("{left=3, price=12.50}");
      assertThat(failure(ledger, "busy").retryAfterSeconds()).isEqualTo(7);
    }
  }

  @Test
  void whateverElseIsThrownBecomesA500WithoutInsidesAndIsLoggedOnce() {
    for (Ledger ledger : hereAndThere()) {
      for (String how : List.of("checked", "unchecked", "error")) {
        Logger root = Logger.getLogger("dev.verge");
        Kept kept = new Kept();
        root.addHandler(kept);
        try {
          Problem problem = failure(ledger, how);
          assertThat(problem.status()).isEqualTo(500);
          assertThat(problem).hasMessage("Internal server error");
          assertThat(problem.members()).isEmpty();
        } finally {
          root.removeHandler(kept);
        }
        assertThat(kept.causes).hasSize(1).first().asString().contains("hunter2");
      }
    }
  }

  @Test
  void aDatabaseThatCannotBeHadIsA503() {
    for (Ledger ledger : hereAndThere()) {
      Problem problem = failure(ledger, "database");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.retryAfterSeconds()).isEqualTo(1);
      assertThat(problem.detail()).isEqualTo("the origin's database is not up yet");
    }
  }

  @Test
  void anOriginThatIsDownIsA503WithRetryAfter() {
    server.close();
    Problem problem = problem(catchThrowable(() -> fra.proxy(Ledger.class, n -> {}).note("x")));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfterSeconds()).isEqualTo(1);
    assertThat(problem.detail()).startsWith("the origin (iad) is out of reach");
  }

  @Test
  void anOriginThatHasNotStartedIsA503() {
    try (Origin early = origin("iad", client)) {
      Problem problem = problem(catchThrowable(() -> early.proxy(Ledger.class, n -> {}).note("x")));
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.detail()).isEqualTo("the origin is starting");
    }
  }

  @Test
  void aComponentThatIsNotDeclaredIsNamed() {
    assertThat(catchThrowable(() -> fra.proxy(Greeter.class, n -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Greeter is not declared");
  }

  private static Problem failure(Ledger ledger, String how) {
    return problem(catchThrowable(() -> ledger.fail(how)));
  }

  private static Problem problem(@Nullable Throwable thrown) {
    assertThat(thrown).isInstanceOf(Problem.class);
    return (Problem) java.util.Objects.requireNonNull(thrown);
  }

  /** Keeps the causes of what is logged. */
  private static final class Kept extends Handler {
    private final List<Throwable> causes = new java.util.concurrent.CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getThrown() != null) {
        causes.add(entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

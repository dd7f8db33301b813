package dev.verge.data.sql;

import dev.verge.Consistency;
import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.data.Mark;
import dev.verge.log.Ambiguous;
import dev.verge.log.Envelope;
import dev.verge.log.Fenced;
import dev.verge.log.LogException;
import dev.verge.log.Writer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dataset at this location: its view, and the thread that alone writes it.
 *
 * <p>The thread has two ways of life. As a replica it applies the partition's records as they come.
 * As the primary it first applies all that the log holds, begins a term, and then serves writes;
 * after any failure it forgets what it has in memory, replays and begins again, so that starting,
 * recovering and stepping down are one path. Once another writer has begun a term, it stays a
 * replica until it is started anew.
 *
 * <p>Everything but {@link #run} is thread-safe.
 */
final class SqlDataset implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqlDataset.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final long LOUD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PRUNE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SqlSpec spec;
  private final SqlConfig config;
  private final Applied applied = new Applied();
  private final Freshness freshness;
  private final Follower follower;
  private final SnapshotKeeper snapshots;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile View view;
  private volatile @Nullable Primary primary;
  private volatile @Nullable String trouble;
  private volatile boolean superseded;
  private volatile @Nullable View complete;
  private volatile @Nullable Thread replaced;
  private boolean warned;
  private long troubleAt;
  private @Nullable InDoubt doubt;
  private long prunedAt = System.nanoTime();

  SqlDataset(SqlSpec spec, SqlConfig config, RemotePrimary remote) {
    this.spec = spec;
    this.config = config;
    this.freshness = new Freshness(config.ticker());
    this.view = View.open(config.folder().resolve(spec.name()), config.limits(), applied);
    view.announce();
    this.snapshots = new SnapshotKeeper(spec, config, view.folder());
    this.follower = new Follower(spec, config, this, snapshots, remote);
    this.thread =
        Thread.ofPlatform()
            .name("verge-sql-" + spec.name() + "@" + config.here())
            .uncaughtExceptionHandler((ended, e) -> broken(e))
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits until the primary serves.
   *
   * @throws RuntimeException why it could not begin
   */
  void awaitPrimary() {
    if (isPrimaryHere()) {
      ready.join();
    }
  }

  SqlSpec spec() {
    return spec;
  }

  Applied applied() {
    return applied;
  }

  Freshness freshness() {
    return freshness;
  }

  SnapshotKeeper snapshots() {
    return snapshots;
  }

  boolean isPrimaryHere() {
    return spec.primary().equals(config.here());
  }

  /** Whether this view has the writer's term, so that nothing is newer. */
  boolean isWriting() {
    return primary != null;
  }

  /**
   * Whether there is anything to read: all that the application's migrations and seed make. A view
   * that is older than that has tables missing.
   */
  boolean hasData() {
    View now = view;
    if (!now.equals(complete)
        && !applied.position().isStart()
        && withReader(reader -> Migrations.areApplied(spec, reader.db()))) {
      complete = now;
    }
    return now.equals(complete);
  }

  /** Reads this view as it is. */
  List<Row> read(String sql, boolean onlyFirst, @Nullable Object... args) {
    return withReader(reader -> reader.query(sql, onlyFirst, args));
  }

  /** Hash of the view's content. */
  String contentHash() {
    return withReader(reader -> {
      reader.db().limit(null);
      return ContentHash.of(reader.db());
    });
  }

  /** Whether a write with this id is committed in this view. */
  boolean hasWritten(byte[] id) {
    return withReader(reader -> WriteIds.result(reader.db(), id) != null);
  }

  private <T> T withReader(Function<Reader, T> use) {
    while (true) {
      ReaderPool readers = view.readers();
      Reader reader = readers.acquire();
      if (reader != null) {
        try {
          return use.apply(reader);
        } finally {
          readers.release(reader);
        }
      }
      if (closing.getCount() == 0) {
        throw Problem.unavailable(spec.name() + " is closed", Duration.ofSeconds(1));
      }
      Thread.onSpinWait();
    }
  }

  /** Writes at this primary, and waits until it is in the log. */
  Written write(List<Command> commands, byte @Nullable [] id) {
    BatchJob job = new BatchJob(commands, id);
    writing().submit(job);
    return Command.await(job.answer(), patience(), "the primary of " + spec.name());
  }

  /** Begins an interactive transaction at this primary. */
  Session begin(byte @Nullable [] id) {
    Session session = new Session(id, patience());
    writing().submit(session);
    // A client elsewhere that has given up must not get the writer: it would hold it for nothing.
    session.awaitBegin(id == null ? patience() : config.limits().call().dividedBy(2));
    return session;
  }

  /** Confirms that this primary's view is the newest there is. */
  Mark confirm() {
    try {
      writing().confirm();
      return Written.mark(applied.position());
    } catch (Fenced | LogException e) {
      throw Problem.unavailable(
          "the primary of %s (%s) cannot confirm its term: %s"
              .formatted(spec.name(), spec.primary(), e.getMessage()),
          Duration.ofSeconds(1));
    }
  }

  /** The same for a probe: null instead of a problem. */
  @Nullable Mark confirmed() {
    try {
      return isWriting() ? confirm() : null;
    } catch (Problem e) {
      LOG.debug("{}: a probe is not answered: {}", spec.name(), e.getMessage());
      return null;
    }
  }

  /**
   * @throws Problem 503 unless this is the primary and serves
   */
  void requireWriting() {
    writing();
  }

  DatasetStatus status() {
    Long lag = null;
    if (isWriting()) {
      lag = 0L;
    } else {
      OptionalLong measured = freshness.lag();
      if (measured.isPresent()) {
        lag = TimeUnit.NANOSECONDS.toMillis(measured.getAsLong());
      }
    }
    return new DatasetStatus(
        spec.name(),
        "sql",
        describe(spec.consistency()),
        applied.position().sequence(),
        lag,
        spec.primary(),
        isWriting(),
        trouble);
  }

  /** Tells the thread to stop, and does not wait for it. */
  void stop() {
    closing.countDown();
  }

  /** Stops the thread, which rolls back what is not in the log, and closes the files. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.isAlive()) {
        view.close();
      } else if (!thread.join(Duration.ofSeconds(15))) {
        LOG.warn("{}: its thread does not end; its files stay open", spec.name());
      }
      // Only now, because it is that thread that begins snapshots and replaces views.
      snapshots.close();
      Thread old = replaced;
      if (old != null) {
        old.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // For the follower, on the dataset's thread.

  View view() {
    return view;
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Applies records that follow, and tells everybody who waits for them. */
  void apply(List<Envelope> records) {
    if (records.isEmpty()) {
      return;
    }
    view.apply(records);
    freshness.applied(applied);
    for (Envelope record : records) {
      InDoubt open = doubt;
      if (open != null && open.settle(record)) {
        doubt = null;
      }
    }
  }

  /** Goes on with another view; readers of the old one finish undisturbed. */
  void replace(View next) {
    View old = view;
    view = next;
    freshness.forget();
    next.announce();
    replaced =
        Thread.ofVirtual()
            .start(() -> {
              old.close();
              old.remove();
            });
  }

  /** Says that all is well, except that a superseded primary stays one. */
  void clearTrouble() {
    if (warned) {
      LOG.info("{} at {} follows again", spec.name(), config.here());
    }
    warned = false;
    if (!superseded) {
      trouble = null;
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosing()) {
      try {
        long start = System.nanoTime();
        if (isPrimaryHere() && !superseded) {
          serve();
        } else {
          follower.follow();
        }
        pause = System.nanoTime() - start > 10_000_000_000L ? FIRST_PAUSE_MILLIS : pause;
      } catch (Fenced e) {
        superseded = true;
        failed("it has stepped down: " + e.getMessage(), e);
      } catch (Ambiguous | RuntimeException | IOException e) {
        failed(String.valueOf(e.getMessage()), e);
      }
      if (!isClosing()) {
        pause(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    }
    InDoubt open = doubt;
    if (open != null) {
      Problem unknown =
          Problem.unavailable(
              spec.name() + " is closing; the write may or may not have happened",
              Duration.ofSeconds(1));
      open.outcomes().forEach(outcome -> outcome.failed(unknown));
    }
    view.close();
  }

  private void serve() throws Fenced, Ambiguous, IOException {
    follower.catchUp();
    Writer writer = Writer.begin(config.log(), spec.partition(), config.limits().call());
    follower.replayTo(writer.begun().sequence());
    Primary term = new Primary(view, writer, config.limits());
    String end = "the term has ended";
    try {
      new Migrations(spec, term, view.db()).run();
      trouble = null;
      primary = term;
      ready.complete(true);
      LOG.info("{}: primary at {}, epoch {}", spec.name(), config.here(), writer.epoch());
      term.run(this::isClosing, () -> between(term));
    } catch (Fenced | Ambiguous | RuntimeException e) {
      end = String.valueOf(e.getMessage());
      throw e;
    } finally {
      primary = null;
      doubt = term.doubt();
      term.end(
          Problem.unavailable(
              "the primary of %s (%s) does not serve: %s"
                  .formatted(spec.name(), spec.primary(), end),
              Duration.ofSeconds(1)));
      if (!isClosing()) {
        view.reopen();
      }
    }
  }

  private void between(Primary term) {
    snapshots.due(view.position().sequence(), view.bytesCommitted(), view.file());
    if (System.nanoTime() - prunedAt > PRUNE_NANOS) {
      prunedAt = System.nanoTime();
      BatchJob prune = WriteIds.prune(view.db());
      if (prune != null && !term.offer(prune)) {
        LOG.debug("{}: too busy to forget old write ids now", spec.name());
      }
    }
  }

  /**
   * Notes what keeps it from going on. A replica whose primary is away is nothing to be loud about,
   * unless it lasts.
   */
  private void failed(String why, Exception e) {
    long now = System.nanoTime();
    if (trouble == null) {
      troubleAt = now;
    }
    boolean news = !why.equals(trouble);
    trouble = why;
    boolean starting = ready.completeExceptionally(e) && isPrimaryHere();
    if (starting || (news && isPrimaryHere())) {
      LOG.warn("{} at {}: {}", spec.name(), config.here(), why);
    } else if (!warned && now - troubleAt > LOUD_NANOS) {
      warned = true;
      LOG.warn("{} at {} does not follow: {}", spec.name(), config.here(), why);
    } else {
      LOG.debug("{} at {}: {}", spec.name(), config.here(), why);
    }
  }

  /** An error ends the thread, and the dataset with it; it must not end in silence. */
  private void broken(Throwable e) {
    trouble = "its thread has ended: " + e;
    LOG.error("{} at {}: its thread has ended", spec.name(), config.here(), e);
    ready.completeExceptionally(e);
  }

  private void pause(long millis) {
    try {
      boolean closed = closing.await(millis, TimeUnit.MILLISECONDS);
      LOG.trace("closed: {}", closed);
    } catch (InterruptedException e) {
      throw new BrokenView("the thread of " + spec.name() + " was interrupted", e);
    }
  }

  private Primary writing() {
    Primary term = primary;
    if (term == null) {
      throw Problem.unavailable(
          "the primary of %s (%s) does not serve%s"
              .formatted(spec.name(), spec.primary(), trouble == null ? " yet" : ": " + trouble),
          Duration.ofSeconds(1));
    }
    return term;
  }

  /** Longer than a queue of transactions, or the pursuit of an append, should take. */
  private Duration patience() {
    return config.limits().transaction().plus(config.limits().call().multipliedBy(3));
  }

  private static String describe(Consistency consistency) {
    return switch (consistency) {
      case Consistency.Eventual e ->
          e.maxLag() == null ? "eventual" : "eventual, max lag " + e.maxLag().toMillis() + " ms";
      case Consistency.ReadAfterWrite r -> "read after write";
      case Consistency.Strong s -> "strong";
      case Consistency.StrongPerUser s -> "strong per user";
    };
  }
}

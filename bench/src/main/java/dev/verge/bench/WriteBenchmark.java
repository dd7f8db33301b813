package dev.verge.bench;

import dev.verge.Consistency;
import dev.verge.Sql;
import dev.verge.data.sql.Migration;
import dev.verge.data.sql.SqlDatasets;
import dev.verge.data.sql.SqlScope;
import dev.verge.data.sql.SqlSpec;
import dev.verge.log.FileLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Single-row write transactions from 64 writers, each on disk when acknowledged. The peer is plain
 * SQLite on the same disk, in WAL mode with {@code synchronous=FULL}, which forces each commit.
 */
final class WriteBenchmark {
  private static final int WRITERS = 64;
  private static final int SECONDS = 5;
  private static final int ROUNDS = 3;
  private static final String SCHEMA = "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)";
  private static final String INSERT = "INSERT INTO t(v) VALUES (?)";

  private WriteBenchmark() {}

  /** One write transaction. */
  private interface Write {
    void run() throws SQLException;
  }

  static void run() throws Exception {
    Path folder = Files.createTempDirectory("verge-bench");
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    try {
      verge(folder.resolve("warm-up"));
      for (int round = 0; round < ROUNDS; round++) {
        theirs[round] = sqlite(folder.resolve("peer" + round));
        ours[round] = verge(folder.resolve("verge" + round));
      }
    } finally {
      Folders.delete(folder);
    }
    double verge = Median.of(ours);
    double sqlite = Median.of(theirs);
    System.out.printf(
        "%d concurrent writers: verge %,.0f transactions/s (goal 3,000), plain SQLite %,.0f/s,"
            + " ratio %.1f%n",
        WRITERS, verge, sqlite, verge / sqlite);
  }

  private static double verge(Path folder) throws Exception {
    Files.createDirectories(folder);
    SqlSpec spec =
        new SqlSpec(
            "bench",
            OneLocation.CODE,
            Consistency.eventual(),
            List.of(new Migration("0001_t.sql", SCHEMA)),
            null);
    try (FileLog log = OneLocation.log(folder);
        SqlDatasets datasets = SqlDatasets.open(OneLocation.config(folder, log), List.of(spec))) {
      datasets.start();
      Sql sql = datasets.bind("bench", SqlScope.plain());
      return load(() -> sql.execute(INSERT, "a value of some length"));
    }
  }

  private static double sqlite(Path folder) throws Exception {
    Files.createDirectories(folder);
    ReentrantLock lock = new ReentrantLock();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("t.db"));
        Statement s = c.createStatement()) {
      s.execute("PRAGMA journal_mode=WAL");
      s.execute("PRAGMA synchronous=FULL");
      s.execute(SCHEMA);
      try (PreparedStatement insert = c.prepareStatement(INSERT)) {
        return load(() -> {
          lock.lock();
          try {
            insert.setString(1, "a value of some length");
            insert.executeUpdate();
          } finally {
            lock.unlock();
          }
        });
      }
    }
  }

  private static double load(Write write) throws Exception {
    LongAdder done = new LongAdder();
    long start = System.nanoTime();
    long end = start + SECONDS * 1_000_000_000L;
    List<Thread> writers = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (System.nanoTime() < end) {
                    write.run();
                    done.increment();
                  }
                } catch (SQLException | RuntimeException e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return done.sum() / ((System.nanoTime() - start) / 1e9);
  }
}

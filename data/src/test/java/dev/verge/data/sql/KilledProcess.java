package dev.verge.data.sql;

import dev.verge.Consistency;
import dev.verge.Sql;
import dev.verge.Sql.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A process that writes as fast as it can and says what was acknowledged, until it is killed. */
final class KilledProcess {
  static final SqlSpec SPEC =
      new SqlSpec(
          "data",
          "iad",
          Consistency.strong(),
          List.of(
              new Migration(
                  "0001.sql",
                  "CREATE TABLE t(id INTEGER PRIMARY KEY);"
                      + "CREATE TABLE twin(id INTEGER PRIMARY KEY, pad)")),
          null);

  private static final int WRITERS = 16;

  private KilledProcess() {}

  /**
   * Writes for ever.
   *
   * @param args the world's folder and the first id to write
   */
  public static void main(String[] args) {
    SqlWorld world = world(Path.of(args[0])).start("iad", "fra");
    AtomicLong next = new AtomicLong(Long.parseLong(args[1]));
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        Sql sql = world.sql(i % 2 == 0 ? "iad" : "fra", "data");
        writers.execute(() -> write(sql, next));
      }
    }
  }

  static SqlWorld world(Path folder) {
    return new SqlWorld(folder, SqlLimits.DEFAULT.withSnapshots(100, 10), List.of(SPEC));
  }

  private static void write(Sql sql, AtomicLong next) {
    while (true) {
      long id = next.getAndIncrement();
      sql.batch(
          List.of(
              Statement.of("INSERT INTO t VALUES (?)", id),
              Statement.of("INSERT INTO twin VALUES (?, zeroblob(300))", id)));
      System.out.println(id);
    }
  }
}

package dev.verge.bench;

import dev.verge.Sql;
import dev.verge.data.mesh.DataMesh;
import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long a write at the origin takes to be visible at {@code nrt}, at 200 writes a second in a
 * world with the distance between the two: from asking for the write to the first read at nrt that
 * sees it. The link's delay is what the distance alone costs.
 */
final class ReplicationBenchmark {
  private static final int WRITES = 2_000;
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / 200;
  private static final long WARM_UP = 400;
  private static final double KM = 10_910;

  private ReplicationBenchmark() {}

  static void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("verge-bench");
    Path bundle = Path.of("examples/shop/target/classes");
    WorldConfig config = WorldConfig.of(bundle, folder);
    try (World world = World.open(config)) {
      double link = KM / 100 * 1.4 / 2;
      Histogram visible = measure(world.data("iad"), world.data("nrt"));
      System.out.printf(
          "visible at nrt: p50 %.1f ms, p99 %.1f ms, max %.1f ms; link %.1f ms, goal p99 %.1f ms%n",
          visible.getValueAtPercentile(50) / 1e6,
          visible.getValueAtPercentile(99) / 1e6,
          visible.getMaxValue() / 1e6,
          link,
          link + 30);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Histogram measure(DataMesh origin, DataMesh replica) throws InterruptedException {
    Histogram visible = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    Sql here = origin.detached().sql("catalog");
    awaitSame(origin, replica);
    long[] asked = new long[WRITES + 1];
    Thread reader = Thread.ofPlatform().start(() -> watch(replica, asked, visible));
    long start = System.nanoTime();
    for (int i = 1; i <= WRITES; i++) {
      int stock = i;
      LockSupport.parkNanos(start + i * INTERVAL_NANOS - System.nanoTime());
      synchronized (asked) {
        asked[i] = System.nanoTime();
      }
      Thread.ofVirtual()
          .start(
              () -> here.execute("UPDATE products SET stock = max(stock, ?) WHERE id = 1", stock));
    }
    reader.join(TimeUnit.MINUTES.toMillis(1));
    return visible;
  }

  /** The product's stock counts the writes, so one read tells of all that have arrived. */
  private static void watch(DataMesh replica, long[] asked, Histogram visible) {
    Sql there = replica.detached().sql("catalog");
    int seen = 0;
    while (seen < WRITES) {
      int stock =
          (int)
              there.first("SELECT stock FROM products WHERE id = 1").orElseThrow().integer("stock");
      long now = System.nanoTime();
      for (; seen < stock; seen++) {
        synchronized (asked) {
          if (seen + 1 > WARM_UP && asked[seen + 1] != 0) {
            visible.recordValue(now - asked[seen + 1]);
          }
        }
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }
  }

  private static void awaitSame(DataMesh origin, DataMesh replica) {
    origin.detached().sql("catalog").execute("UPDATE products SET stock = 0 WHERE id = 1");
    while (!origin.contentHash("catalog").equals(replica.contentHash("catalog"))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}

package dev.verge.data.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.Consistency;
import dev.verge.Kv.Write;
import dev.verge.Problem;
import dev.verge.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
  @TempDir Path folder;

  private static final List<KvSpec> SPECS =
      List.of(
          new KvSpec("broken", Consistency.eventual(), null),
          new KvSpec("data", Consistency.eventual(), null));

  private static Sql sql(PlainWorld world, String name) {
    if (name.equals("kv.broken")) {
      throw Problem.unavailable("no primary yet", Duration.ofSeconds(1));
    }
    return world.sql(name);
  }

  @Test
  void aPartitionThatCannotBeSweptDoesNotStopTheOthers() {
    try (PlainWorld world = new PlainWorld(folder, SPECS);
        KvDatasets datasets = world.at("iad");
        Sweeper sweeper =
            datasets.sweeper(name -> sql(world, name), new ScheduledThreadPoolExecutor(1))) {
      world.client("data").at("iad").put("k", new byte[1], Write.DEFAULT.ttl(Duration.ofMillis(1)));
      world.clock().advance(Duration.ofDays(1));
      assertThat(sweeper.sweep()).isOne();
      assertThat(sweeper.sweep()).isZero();
    }
  }

  @Test
  void sweepingIsScheduledEveryMinuteAndEndsWithTheDatasets() {
    MinuteScheduler scheduler = new MinuteScheduler();
    try (PlainWorld world = new PlainWorld(folder, SPECS.subList(1, 2))) {
      world.client("data").at("iad").put("k", new byte[1], Write.DEFAULT.ttl(Duration.ofMillis(1)));
      world.clock().advance(Duration.ofDays(1));
      try (KvDatasets datasets = world.at("iad")) {
        datasets.start(world::sql, scheduler);
        assertThat(scheduler.periodSeconds).isEqualTo(60);
        await().atMost(Duration.ofSeconds(5)).until(() -> world.rows("kv.data") == 0);
      }
      assertThat(scheduler.isTerminated()).isTrue();
    }
  }

  /** Has minutes of a millisecond. */
  private static final class MinuteScheduler extends ScheduledThreadPoolExecutor {
    private volatile long periodSeconds;

    MinuteScheduler() {
      super(1);
    }

    @Override
    public java.util.concurrent.ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable command, long initialDelay, long delay, TimeUnit unit) {
      periodSeconds = unit.toSeconds(delay);
      return super.scheduleWithFixedDelay(command, 1, 1, TimeUnit.MILLISECONDS);
    }
  }
}

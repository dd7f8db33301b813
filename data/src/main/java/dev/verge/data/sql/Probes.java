package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.data.Mark;
import dev.verge.data.Unreachable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the lag of all replicas here: at each interval one question to every location that has
 * primaries of them. A question that is not answered does not hold back the next one. Thread-safe.
 */
final class Probes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
  private static final int MAX_OPEN = 4;

  private final SqlConfig config;
  private final List<Target> targets;
  private final CountDownLatch closing = new CountDownLatch(1);

  private record Target(String location, List<SqlDataset> datasets, Semaphore open) {}

  Probes(SqlConfig config, Iterable<SqlDataset> datasets) {
    this.config = config;
    Map<String, List<SqlDataset>> byPrimary = new HashMap<>();
    for (SqlDataset dataset : datasets) {
      if (!dataset.isPrimaryHere()) {
        byPrimary.computeIfAbsent(dataset.spec().primary(), p -> new ArrayList<>()).add(dataset);
      }
    }
    List<Target> all = new ArrayList<>();
    byPrimary.forEach(
        (location, some) -> all.add(new Target(location, some, new Semaphore(MAX_OPEN))));
    this.targets = List.copyOf(all);
  }

  void start() {
    if (!targets.isEmpty()) {
      Thread.ofVirtual().name("verge-sql-probes@" + config.here()).start(this::run);
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void run() {
    try {
      do {
        for (Target target : targets) {
          if (target.open.tryAcquire()) {
            Thread.ofVirtual().start(() -> ask(target));
          }
        }
      } while (!closing.await(config.limits().probeInterval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Target target) {
    try {
      WireOut out = new WireOut().number(target.datasets.size());
      target.datasets.forEach(dataset -> out.text(dataset.spec().name()));
      long sentAt = config.ticker().getAsLong();
      byte[] answer =
          config
              .peers()
              .call(target.location, RemotePrimary.PROBE, out.toBytes(), config.limits().call());
      WireIn in = new WireIn(answer);
      if (in.octet() != PeerOperations.DONE) {
        return;
      }
      for (SqlDataset dataset : target.datasets) {
        if (in.octet() == 1) {
          Mark mark = Messages.mark(in);
          dataset
              .freshness()
              .answered(sentAt, mark.incarnation(), mark.sequence(), dataset.applied());
        }
      }
    } catch (Unreachable | Problem | IllegalArgumentException e) {
      LOG.debug("no answer to a probe from {}: {}", target.location, e.getMessage());
    } finally {
      target.open.release();
    }
  }
}

package dev.verge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two servers under load, each the median of its runs. The runs are in turn, so that whatever else
 * the machine does meets both.
 */
record Comparison(Wrk.Rate ours, Wrk.Rate theirs) {
  private static final int ROUNDS = 3;
  private static final int SECONDS = 5;

  /** Warms ours up and measures both. */
  static Comparison measure(Wrk.Load ours, Wrk.Load theirs, int warmUpSeconds)
      throws IOException, InterruptedException {
    ours.run(warmUpSeconds);
    List<Wrk.Rate> our = new ArrayList<>();
    List<Wrk.Rate> their = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      their.add(theirs.run(SECONDS));
      our.add(ours.run(SECONDS));
    }
    return new Comparison(Wrk.median(our), Wrk.median(their));
  }

  /** How many of their requests ours are, in the same time. */
  double ratio() {
    return ours.perSecond() / theirs.perSecond();
  }

  /** How many of their requests ours are, for the same CPU time. */
  double ratioPerCpuSecond() {
    return ours.perCpuSecond() / theirs.perCpuSecond();
  }
}

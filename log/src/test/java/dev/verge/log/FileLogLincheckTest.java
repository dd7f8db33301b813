package dev.verge.log;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Appends, conflicts, {@code last} and reads take effect at one moment each, between call and
 * return: among others, a conflict is not told before the record in the way can be seen.
 */
@Param(name = "sequence", gen = IntGen.class, conf = "1:4")
public class FileLogLincheckTest {
  private static final Partition PARTITION = new Partition("orders", "iad");

  /** The same chain for every run, so that any thread can append any record of it. */
  private static final List<Envelope> RECORDS = records();

  private final FilePartition log =
      FilePartition.open(new ForgetfulDisk(), Path.of("/log/orders"), PARTITION, 200);

  private static List<Envelope> records() {
    Chain chain = Chain.start();
    return IntStream.rangeClosed(1, 4)
        .mapToObj(i -> i == 1 ? chain.epoch("writer") : chain.data(i))
        .toList();
  }

  @Operation
  public boolean append(@Param(name = "sequence") int sequence) throws Ambiguous {
    try {
      return log.append(sequence - 1, RECORDS.get(sequence - 1).encoded()) == sequence;
    } catch (Conflict e) {
      return false;
    }
  }

  @Operation
  public long last() {
    return log.last();
  }

  @Operation
  public int count() {
    int count = 0;
    try (FileCursor cursor = log.read(1)) {
      while (cursor.next() != null) {
        count++;
      }
    }
    return count;
  }

  /** What a log is, when one thread uses it. */
  public static final class Specification {
    private int last;

    public boolean append(int sequence) {
      boolean follows = sequence == last + 1;
      last += follows ? 1 : 0;
      return follows;
    }

    public long last() {
      return last;
    }

    public int count() {
      return last;
    }
  }

  @Test
  void everyOperationTakesEffectAtOneMoment() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(6)
        .invocationsPerIteration(60)
        .sequentialSpecification(Specification.class)
        .check(FileLogLincheckTest.class);
  }
}

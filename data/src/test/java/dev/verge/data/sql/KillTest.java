package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at a random moment loses nothing that it has acknowledged.
 *
 * <p>{@code -Dkills=N} kills more often.
 */
final class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 3);

  private static final int ID_DIGITS = 8;

  @TempDir Path folder;

  @Test
  void aKilledProcessLosesNothingThatItAcknowledged() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Set<Long> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(10_000_000 + 1_000_000L * kill, 1 + random.nextInt(1_500), acknowledged);
    }
    try (SqlWorld world = KilledProcess.world(folder).start("iad", "fra")) {
      List<Long> there =
          world.sql("iad", "data").query("SELECT id FROM t").stream()
              .map(row -> row.integer("id"))
              .toList();
      assertThat(there).as("seed %d", seed).containsAll(acknowledged);
      assertThat(world.sql("iad", "data").query("SELECT id FROM twin")).hasSameSizeAs(there);
      assertThat(world.sql("iad", "data").query("SELECT id FROM t EXCEPT SELECT id FROM twin"))
          .as("half transactions, seed %d", seed)
          .isEmpty();
      world.awaitEqual("data");
    }
  }

  private void runAndKill(long firstId, int after, Set<Long> acknowledged) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                // What a killed process leaves there goes with the folder.
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                folder.toString(),
                Long.toString(firstId))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = out.readLine();
      for (int i = 0; line != null; i++) {
        // The kill may cut the last line, and half an id was not acknowledged.
        if (line.length() == ID_DIGITS) {
          acknowledged.add(Long.parseLong(line));
        }
        if (i == after) {
          // By its handle, which leaves its output open: what it has said counts.
          process.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.onExit().join().exitValue()).as("killed, not ended").isEqualTo(137);
  }
}

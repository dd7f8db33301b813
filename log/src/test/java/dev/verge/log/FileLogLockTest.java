package dev.verge.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time has a log folder; when it is killed, the next one may, and finds all. */
class FileLogLockTest {
  private static final Partition PARTITION = new Partition("orders", "iad");

  @TempDir Path folder;

  @Test
  void aSecondOpenInTheSameProcessFailsAndNamesTheFolder() {
    try (FileLog log = FileLog.open(folder, "iad")) {
      assertThatThrownBy(() -> FileLog.open(folder, "iad"))
          .isInstanceOf(LogException.class)
          .hasMessageContaining(folder.getFileName().toString())
          .hasMessageContaining("in use by this process");
      assertThat(log.last(PARTITION)).isZero();
    }
    FileLog.open(folder, "iad").close();
  }

  @Test
  void aProcessThatIsKilledLosesTheFolderButNoAcknowledgedRecord() throws Exception {
    Process other = start();
    try (BufferedReader output = other.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("second open refused");
      assertThatThrownBy(() -> FileLog.open(folder, "iad"))
          .isInstanceOf(LogException.class)
          .hasMessageContaining(folder.getFileName().toString())
          .hasMessageContaining("in use by process " + other.pid());
      long acknowledged = 0;
      while (acknowledged < 200) {
        acknowledged = Long.parseLong(output.readLine());
      }
      other.toHandle().destroyForcibly(); // keeps the output, unlike Process
      String line = output.readLine();
      while (line != null) {
        acknowledged =
            line.matches("\\d+") ? Math.max(acknowledged, Long.parseLong(line)) : acknowledged;
        line = output.readLine();
      }
      other.waitFor();
      try (FileLog log = FileLog.open(folder, "iad")) {
        assertThat(log.last(PARTITION)).isGreaterThanOrEqualTo(acknowledged);
        assertThat(Chain.read(log, PARTITION, 1)).hasSize((int) log.last(PARTITION));
        assertThat(Writer.begin(log, PARTITION).epoch()).isEqualTo(2);
      }
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The other process: holds the folder, although it tries to open it again, and appends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      FileLog log = FileLog.open(folder, "iad");
      try {
        FileLog.open(folder, "iad").close();
      } catch (LogException e) {
        System.out.println("second open refused");
      }
      Writer writer = Writer.begin(log, PARTITION);
      while (true) {
        System.out.println(writer.append(new byte[500]).sequence());
      }
    }
  }
}

package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are used wrongly say what is wrong and what to do, and exit with 2. */
final class UsageTest {
  @TempDir private Path folder;

  private String misused(String... args) {
    Run run = Run.verge(args);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    return run.err();
  }

  @Test
  void anUnknownCommandIsAnsweredWithNearOnes() {
    assertThat(misused("stats")).contains("'stats'").contains("verge status");
  }

  @Test
  void anUnknownOptionIsAnsweredWithNearOnes() {
    assertThat(misused("dev", "--locaton", "fra"))
        .contains("Unknown option: '--locaton'")
        .contains("--locations")
        .contains("./verge dev --help");
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThat(misused("sql", "catalog")).contains("'SQL'").contains("./verge sql --help");
  }

  @Test
  void aPortThatIsNoNumberIsNamed() {
    assertThat(misused("dev", "--port", "http")).contains("--port").contains("'http'");
  }

  @Test
  void anUnknownLocationIsAnsweredWithNearOnes() {
    assertThat(misused("dev", "--locations", "iad,nrx", "app.jar"))
        .contains("'nrx'")
        .contains("nrt");
  }

  @Test
  void aCityIsAnsweredWithItsAirports() {
    assertThat(misused("dev", "--locations", "Frankfurt", "app.jar")).contains("fra");
  }

  @Test
  void aGeoDatabaseThatIsNoneIsNamedWithItsSetting() throws IOException {
    Path bundle = SampleApp.bundle(folder.resolve("bundle"));
    Path database = Files.writeString(folder.resolve("country.csv"), "203.0.113.0/24,JP");
    Path config = Files.writeString(folder.resolve("w.yaml"), "geo: {database: country.csv}");

    Run run = Run.verge("dev", "--port=0", "--data", data(), "--config=" + config, "" + bundle);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("geo.database of the settings", database + ": it", "MaxMind DB format");
  }

  @Test
  void locationsOfTheCommandReplaceTheDefaultOnes() {
    assertThat(misused("dev", "--locations", "fra,fra", "app.jar")).contains("fra is named twice");
  }

  @Test
  void aPortInUseIsNamedWithTheMend() throws IOException {
    int free = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(misused("dev", "--port", "" + port, "--data", data(), "app.jar"))
          .contains("port " + port + ", for the gateway, is in use", "--port");
    }
    try (ServerSocket taken = new ServerSocket(free + 1, 1, InetAddress.getLoopbackAddress())) {
      assertThat(misused("dev", "--port", "" + free, "--data", data(), "app.jar"))
          .contains("port " + taken.getLocalPort() + ", for iad, is in use");
    }
  }

  /** A port that is free, as is the next one. */
  private static int freePort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = one.getLocalPort();
        if (port < 65_000 && isFree(port + 1)) {
          return port;
        }
      }
    }
    throw new AssertionError("no two free ports next to one another");
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  @Test
  void aBundleThatIsNotThereIsNamed() {
    assertThat(misused("dev", "--port", "0", "--data", data(), "nowhere.jar"))
        .contains("nowhere.jar does not exist");
  }

  @Test
  void settingsThatAreNotThereAreNamed() {
    String file = folder.resolve("none.yaml").toString();

    assertThat(misused("dev", "--config", file, "--data", data(), "app.jar")).contains(file);
  }

  @Test
  void anUnknownKeyOfTheSettingsIsNamedWithItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("verge.yaml"), "\nlimit:\n  body: 1\n");

    assertThat(misused("dev", "--config", file.toString(), "--data", data(), "app.jar"))
        .contains(file + ":2", "'limit'", "'limits'");
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}

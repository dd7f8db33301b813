package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verge.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorldPostgresTest {
  /** Programs unpacked once for all runs of these tests. */
  private static final Path SHARED = Path.of("target", "shared");

  private static final String LEDGER = "dev/verge/world/app/Ledger.class";

  @TempDir Path folder;

  @Test
  void aStatementRunsAtTheOriginsDatabaseAndStatusTellsHowItStands() throws Exception {
    WorldConfig config =
        WorldConfig.of(bundle(), folder.resolve("data"))
            .withLocations(List.of("iad", "nrt"))
            .withShared(SHARED.toAbsolutePath());
    try (World world = World.open(config)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> world.status().datasets().getFirst().trouble() == null);
      assertThat(world.status().datasets())
          .containsExactly(
              new WorldStatus.OfDataset(
                  "orders", "postgres", "strong", "iad", null, null, "iad", null));

      SqlOperation sql = new SqlOperation(world);
      sql.run("orders", "CREATE TABLE t (id int, price numeric(9,2), at date)", "nrt");
      Map<String, Object> inserted =
          sql.run("orders", "INSERT INTO t VALUES (1, 9.90, '2026-01-02'), (2, NULL, NULL)", "iad");
      assertThat(inserted).containsEntry("changes", 2);
      assertThat(sql.run("orders", "SELECT * FROM t ORDER BY id", "nrt").toString())
          .isEqualTo(
              "{columns=[id, price, at], rows=[[1, 9.90, 2026-01-02], [2, null, null]],"
                  + " truncated=false}");
      assertThat(sql.run("orders", "SELECT generate_series(1, 20000)", "iad"))
          .containsEntry("truncated", true);
      assertThatThrownBy(() -> sql.run("orders", "SELECT nothing", "iad"))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("nothing");
    }
  }

  /** The application with the database, as a bundle of its own. */
  private Path bundle() throws IOException {
    Path bundle = folder.resolve("bundle");
    Path services = Files.createDirectories(bundle.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.verge.App"), "dev.verge.world.app.Ledger\n");
    Path to = bundle.resolve(LEDGER);
    Files.createDirectories(to.getParent());
    Files.copy(Path.of("target/test-classes").resolve(LEDGER), to);
    return bundle;
  }
}

package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FolderTest {
  @TempDir Path data;

  @Test
  void aSecondWorldIsRefusedAndToldWhichProcessHasTheFolder() {
    try (Folder first = Folder.take(data)) {
      assertThatThrownBy(() -> Folder.take(data))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(data.toString());
      assertThat(first.log("iad")).isEqualTo(data.resolve("iad/log"));
    }
    Folder.take(data).close();
  }

  @Test
  void aWorldInAnotherProcessKeepsTheFolderUntilItDies() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> Folder.take(data)).hasMessageContaining("process " + other.pid());
    } finally {
      other.destroyForcibly();
    }
    assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Folder.take(data).close();
  }

  /** Another process that takes a folder and holds it until its input ends. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (Folder folder = Folder.take(Path.of(args[0]))) {
        System.out.println("taken");
        System.in.transferTo(System.out);
        assertThat(folder).isNotNull();
      }
    }
  }

  @Test
  void theSecretAndTheKeyAreMadeOnceForTheirOwnerOnly() throws IOException {
    byte[] secret;
    String key;
    try (Folder folder = Folder.take(data)) {
      secret = folder.clusterSecret();
      key = folder.signingKey();
    }
    try (Folder folder = Folder.take(data)) {
      assertThat(folder.clusterSecret()).isEqualTo(secret).hasSize(32);
      assertThat(folder.signingKey()).isEqualTo(key).contains("Ed25519");
    }
    for (String name : new String[] {"cluster.secret", "signing.jwk"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aDamagedSecretIsNotReplacedSilently() throws IOException {
    try (Folder folder = Folder.take(data)) {
      Files.writeString(data.resolve("cluster.secret"), "zz");
      assertThatThrownBy(folder::clusterSecret)
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("cluster.secret is damaged");
      Files.writeString(data.resolve("cluster.secret"), "00");
      assertThatThrownBy(folder::clusterSecret).isInstanceOf(WorldException.class);
    }
  }

  @Test
  void theOriginMayNotMoveAndTheErrorNamesTheMend() {
    try (Folder folder = Folder.take(data)) {
      folder.keepOrigin("iad");
      folder.keepOrigin("iad");
      assertThatThrownBy(() -> folder.keepOrigin("fra"))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("origin at iad, not at fra")
          .hasMessageContaining("name iad first");
    }
  }

  @Test
  void aPathThatIsNoFolderIsNamed() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    assertThatThrownBy(() -> Folder.take(file))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining(file.toString());
  }
}

package dev.verge.node.origin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts a server, says so, and waits to be killed. */
final class KilledServer {
  /** For the programs of servers: to unpack them takes seconds, so all tests share them. */
  static final Path SHARED = Path.of("target");

  private KilledServer() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]), Path.of(arguments[1]));
    System.out.println("started " + server.database("orders"));
    new CountDownLatch(1).await();
  }

  /** Starts it with the class path of this process. */
  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledServer.class.getName(),
            folder.toString(),
            SHARED.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}

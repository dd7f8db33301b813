package dev.verge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** {@code ./verge dev}, built and seeded before, to the first good page through the gateway. */
final class StartBenchmark {
  private static final int PORT = 18_687;
  private static final int RUNS = 5;

  private StartBenchmark() {}

  static void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("verge-bench");
    try {
      System.out.printf("first start, with seeding: %.2f s%n", start(folder));
      double[] seconds = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        seconds[i] = start(folder);
      }
      Arrays.sort(seconds);
      System.out.printf(
          "./verge dev to the first good page: median %.2f s of %d (goal 3.00), %.2f to %.2f%n",
          seconds[RUNS / 2], RUNS, seconds[0], seconds[RUNS - 1]);
    } finally {
      Folders.delete(folder);
    }
  }

  private static double start(Path folder) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Server world = Server.world(folder, PORT)) {
      world.await("http://127.0.0.1:" + PORT + "/products/1", Duration.ofMinutes(5));
      return (System.nanoTime() - start) / 1e9;
    }
  }
}

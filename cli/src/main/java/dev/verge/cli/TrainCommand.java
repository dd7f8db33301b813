package dev.verge.cli;

import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code verge train}, for the launcher: opens the shop's world, asks for what first visitors ask
 * for, and ends, while the JVM records what a start needs (an AOT cache, JEP 514). With the record
 * a start takes about half the time.
 */
@Command(name = "train", hidden = true, description = "Starts the shop once, for the JVM to learn.")
final class TrainCommand implements Runnable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int ROUNDS = 20;
  private static final List<String> PAGES =
      List.of("/", "/products/1", "/api/products/1", "/api/products?category=books", "/nowhere");

  @Option(names = "--data", paramLabel = "DIR", required = true)
  private Path data = Path.of("");

  @Override
  public void run() {
    Thread watch = Thread.ofPlatform().daemon().name("limit").start(TrainCommand::haltAfterLimit);
    WorldConfig config = WorldConfig.of(Shop.or(null), data);
    Plan.of(config);
    try (World world = World.open(config.withWan(0));
        Control control = Control.of(data);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String page : PAGES) {
          ask(http, world.gateway().resolve(page));
        }
        control.get("/status");
      }
    } catch (IOException e) {
      throw Failure.failed("the world broke off an answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    } finally {
      watch.interrupt();
    }
  }

  private static void ask(HttpClient http, URI page) throws IOException, InterruptedException {
    http.send(HttpRequest.newBuilder(page).timeout(LIMIT).build(), BodyHandlers.discarding());
  }

  private static void haltAfterLimit() {
    try {
      Thread.sleep(LIMIT);
      Runtime.getRuntime().halt(Failure.FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // done in time
    }
  }
}

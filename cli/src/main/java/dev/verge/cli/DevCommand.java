package dev.verge.cli;

import dev.verge.node.config.Settings;
import dev.verge.shield.FirewallRules;
import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verge dev}: a world in this process, until it is told to end. */
@Command(
    name = "dev",
    description = "Runs an application in a world of locations on this machine.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DevCommand implements Runnable {
  private static final Path SETTINGS = Path.of("verge.yaml");
  private static final String CRS = "crs:";
  private static final int OPENING_SECONDS = 20;

  private final PrintWriter out;

  @Option(
      names = "--locations",
      paramLabel = "LOC",
      split = ",",
      description =
          "IATA codes of large airports (default: iad,fra,nrt). The first has the origin role and"
              + " is where clients are that do not say where they are.")
  private List<String> locations = List.of("iad", "fra", "nrt");

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the gateway (default: 8787); the locations listen on the next ones. 0: any.")
  private int port = 8787;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data, which survives restarts (default: .verge).")
  private Path data = Path.of(".verge");

  @Option(
      names = "--wan",
      paramLabel = "SCALE",
      description = "Scales the delay between locations (default: 1); 0 turns it off.")
  private double wan = 1;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of the operator (default: verge.yaml, if there is one).")
  private @Nullable Path config;

  @Option(
      names = "--shield",
      paramLabel = "RULES",
      description =
          "Rules of the web application firewall: builtin (default), off, or crs:DIR for the OWASP"
              + " Core Rule Set of that folder.")
  private @Nullable String shield;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more.")
  private boolean verbose;

  private volatile boolean ending;

  @Parameters(
      arity = "0..1",
      paramLabel = "BUNDLE",
      description = "The application, a jar (default: the shop).")
  private @Nullable Path bundle;

  DevCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    if (verbose) {
      Logging.verbose();
    }
    long start = System.nanoTime();
    WorldConfig config =
        WorldConfig.of(Shop.or(bundle), data)
            .withLocations(locations)
            .withPort(port)
            .withWan(wan)
            .withSettings(settings())
            .withProgress(step -> say("  " + step));
    Ports.checkFree(config);
    Plan plan = Plan.of(config);
    say(plan.title() + "\n");
    if (port != 0) {
      say(plan.table());
    }
    World world = open(config);
    if (port == 0) {
      say(plan.table(world.gateway(), world::url));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    say("Ready after %.1f s: open %s   (Ctrl-C ends it)".formatted(seconds, world.gateway()));
    awaitEnd();
  }

  /**
   * Opens the world so that Ctrl-C closes it, also while it is being opened. Closing takes a
   * bounded time, and so does waiting for a world that is on its way.
   */
  private World open(WorldConfig config) {
    CompletableFuture<Optional<World>> opened = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(opened)));
    try {
      World world = World.open(config);
      opened.complete(Optional.of(world));
      return world;
    } finally {
      opened.complete(Optional.empty()); // unless it opened
    }
  }

  private void end(CompletableFuture<Optional<World>> opened) {
    if (opened.isDone() && opened.join().isEmpty()) {
      return; // it did not open, and has said why
    }
    say("\nEnding ...");
    ending = true;
    try {
      opened.get(OPENING_SECONDS, TimeUnit.SECONDS).ifPresent(World::close);
    } catch (ExecutionException | TimeoutException e) {
      ending = false;
      say("The world did not open in time to be closed in order; its data is safe.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until a signal ends the process. */
  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Settings settings() {
    Settings settings = configured();
    String rules = shield;
    if (rules == null) {
      return settings;
    }
    if (rules.startsWith(CRS)) {
      Path folder = Path.of(rules.substring(CRS.length()));
      return settings.withFirewall(new FirewallRules(folder, 1, true));
    }
    return switch (rules) {
      case "builtin" -> settings.withFirewall(FirewallRules.BUILT_IN);
      case "off" -> settings.withFirewall(null);
      default -> throw Failure.usage("--shield is builtin, off or crs:DIR, not " + rules);
    };
  }

  private Settings configured() {
    if (config != null) {
      return Settings.read(config);
    }
    return Files.exists(SETTINGS) ? Settings.read(SETTINGS) : Settings.defaults();
  }

  private void say(String text) {
    if (ending) {
      return; // what is being opened is of no interest any more
    }
    out.println(text);
    out.flush();
  }
}

package dev.verge.testing;

import dev.verge.data.mesh.DataMesh;
import dev.verge.node.config.Settings;
import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs an application in a world of its own for the tests of a class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final VergeWorld world = VergeWorld.of(Path.of("target/classes")).locations("iad", "nrt");
 * }</pre>
 *
 * <p>Ports are free ones, the data folder is temporary, and both are gone when the class is done.
 * There is no delay between locations unless {@link #wan} says so. Thread-safe once started.
 */
public final class VergeWorld implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final Duration CATCH_UP = Duration.ofSeconds(30);

  private final Path bundle;
  private final List<String> locations;
  private final double wan;
  private final @Nullable Path settings;
  private @Nullable Path folder;
  private @Nullable World world;
  private @Nullable String starter;

  private VergeWorld(Path bundle, List<String> locations, double wan, @Nullable Path settings) {
    this.bundle = bundle;
    this.locations = locations;
    this.wan = wan;
    this.settings = settings;
  }

  /** A world of {@code iad}, {@code fra} and {@code nrt} for the bundle, a jar or a folder. */
  public static VergeWorld of(Path bundle) {
    return new VergeWorld(bundle, List.of("iad", "fra", "nrt"), 0, null);
  }

  /** The same with other locations; the first one has the origin role. */
  public VergeWorld locations(String... codes) {
    return new VergeWorld(bundle, List.of(codes), wan, settings);
  }

  /** The same with the delay of the distances, scaled. */
  public VergeWorld wan(double scale) {
    return new VergeWorld(bundle, locations, scale, settings);
  }

  /** The same with the operator's settings, a {@code verge.yaml}. */
  public VergeWorld settings(Path file) {
    return new VergeWorld(bundle, locations, wan, file);
  }

  /** Starts the world; nested test classes find it running. */
  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (world == null) {
      starter = context.getUniqueId();
      start();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (context.getUniqueId().equals(starter)) {
      close();
    }
  }

  /** Starts it by hand, where it is not used as an extension. */
  public void start() throws IOException {
    folder = Files.createTempDirectory("verge-world");
    open();
  }

  /** Stops the world and starts it again from what it has on disk. */
  public void restart() {
    world().close();
    open();
  }

  /** A new visitor who goes to a location directly. */
  public Visitor at(String location) {
    return new Visitor(world().url(location));
  }

  /** The same visitor, cookies and all, who now goes to another location. */
  public Visitor move(Visitor visitor, String location) {
    return visitor.at(world().url(location));
  }

  /** A new visitor who goes through the gateway, placed by {@code Verge-From}. */
  public Visitor from(String place) {
    return new Visitor(world().gateway()).with("Verge-From", place);
  }

  /** Cuts a location off from the others, not from its visitors. */
  public void partition(String location) {
    world().partition(location);
  }

  /** Ends {@link #partition}. */
  public void heal(String location) {
    world().heal(location);
  }

  /** Loses a location until it is started again. */
  public void stop(String location) {
    world().stop(location);
  }

  /** Starts a location that was stopped. */
  public void start(String location) {
    world().start(location);
  }

  /** Waits until a dataset has the same content at every location. */
  public void awaitEqual(String dataset) {
    await(
        () -> locations.stream().map(l -> data(l).contentHash(dataset)).distinct().count() == 1,
        () -> "'" + dataset + "' is not the same everywhere: " + hashes(dataset));
  }

  /** The data of a location, for looking at what no request shows. */
  public DataMesh data(String location) {
    return world().data(location);
  }

  /** The locations' codes. */
  public List<String> locations() {
    return locations;
  }

  @Override
  public void close() throws IOException {
    if (world != null) {
      world.close();
      world = null;
    }
    if (folder != null) {
      delete(folder);
      folder = null;
    }
  }

  private void open() {
    Path data = Objects.requireNonNull(folder, "not started");
    Settings operator = settings == null ? Settings.defaults() : Settings.read(settings);
    world =
        World.open(
            WorldConfig.of(bundle, data)
                .withLocations(locations)
                .withWan(wan)
                .withSettings(operator));
  }

  private World world() {
    return Objects.requireNonNull(world, "the world is not started");
  }

  private Set<String> hashes(String dataset) {
    return locations.stream()
        .map(l -> l + "=" + data(l).contentHash(dataset))
        .collect(Collectors.toSet());
  }

  private static void await(BooleanSupplier condition, java.util.function.Supplier<String> what) {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what.get() + " after " + CATCH_UP);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

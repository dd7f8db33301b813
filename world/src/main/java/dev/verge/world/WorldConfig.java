package dev.verge.world;

import dev.verge.node.config.Settings;
import dev.verge.world.Airports.Airport;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a world is made of.
 *
 * @param bundle the application: a jar or a folder of classes
 * @param locations IATA codes; the first one has the origin role and is where a client is by
 *     default
 * @param port the gateway's; the locations listen on the next ones; 0: any free ports for all
 * @param data the folder that survives restarts
 * @param shared what worlds may share, such as the unpacked programs of PostgreSQL
 * @param wan scales the delay between locations; 0: none
 * @param settings the operator's
 * @param progress called with what is being done, for people, from any thread
 */
public record WorldConfig(
    Path bundle,
    List<String> locations,
    int port,
    Path data,
    Path shared,
    double wan,
    Settings settings,
    Consumer<String> progress) {
  /** The most locations of one world. */
  public static final int MAX_LOCATIONS = 50;

  private static final int MAX_PORT = 65_535;
  private static final double MAX_WAN = 100;
  private static final int MAX_SUGGESTIONS = 5;

  /**
   * Checks what can be checked without looking at the machine.
   *
   * @throws WorldException naming what cannot be
   */
  public WorldConfig {
    locations = locations.stream().map(code -> code.strip().toLowerCase(Locale.ROOT)).toList();
    checkLocations(locations);
    if (port < 0 || port + locations.size() > MAX_PORT) {
      throw new WorldException(
          "port %d: the gateway and %d locations need ports up to %d"
              .formatted(port, locations.size(), MAX_PORT));
    }
    if (!(wan >= 0 && wan <= MAX_WAN)) {
      throw new WorldException("the WAN's scale is from 0 to 100, not " + wan);
    }
  }

  /** The shape of {@code verge dev} without arguments, on free ports. */
  public static WorldConfig of(Path bundle, Path data) {
    return new WorldConfig(
        bundle,
        List.of("iad", "fra", "nrt"),
        0,
        data,
        userCache(),
        1,
        Settings.defaults(),
        step -> {});
  }

  /** A copy with other locations. */
  public WorldConfig withLocations(List<String> codes) {
    return new WorldConfig(bundle, codes, port, data, shared, wan, settings, progress);
  }

  /** A copy with another port for the gateway. */
  public WorldConfig withPort(int gateway) {
    return new WorldConfig(bundle, locations, gateway, data, shared, wan, settings, progress);
  }

  /** A copy with another scale of delays. */
  public WorldConfig withWan(double scale) {
    return new WorldConfig(bundle, locations, port, data, shared, scale, settings, progress);
  }

  /** A copy with another folder for what worlds may share. */
  public WorldConfig withShared(Path folder) {
    return new WorldConfig(bundle, locations, port, data, folder, wan, settings, progress);
  }

  /** A copy with settings. */
  public WorldConfig withSettings(Settings operators) {
    return new WorldConfig(bundle, locations, port, data, shared, wan, operators, progress);
  }

  /** A copy that tells its progress. */
  public WorldConfig withProgress(Consumer<String> listener) {
    return new WorldConfig(bundle, locations, port, data, shared, wan, settings, listener);
  }

  /** Where each location is, such as {@code Frankfurt, DE}, in order. */
  public List<String> places() {
    return locations.stream()
        .map(code -> Objects.requireNonNull(Airports.bundled().find(code)))
        .map(airport -> airport.city() + ", " + airport.country())
        .toList();
  }

  private static void checkLocations(List<String> codes) {
    if (codes.isEmpty() || codes.size() > MAX_LOCATIONS) {
      throw new WorldException(
          "a world has 1 to %d locations, not %d".formatted(MAX_LOCATIONS, codes.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String code : codes) {
      if (Airports.bundled().find(code) == null) {
        throw new WorldException(
            "no large airport has the IATA code '%s': %s".formatted(code, instead(code)));
      }
      if (!seen.add(code)) {
        throw new WorldException("location " + code + " is named twice");
      }
    }
  }

  private static String instead(String code) {
    List<Airport> near = Airports.bundled().near(code);
    return near.isEmpty()
        ? "use codes such as iad, fra, nrt"
        : near.stream()
            .limit(MAX_SUGGESTIONS)
            .map(airport -> airport.code() + " (" + airport.city() + ")")
            .collect(Collectors.joining(", ", "did you mean ", "?"));
  }

  private static Path userCache() {
    String base = System.getenv("XDG_CACHE_HOME");
    return base == null || base.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "verge")
        : Path.of(base, "verge");
  }
}

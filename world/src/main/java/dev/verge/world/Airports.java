package dev.verge.world;

import dev.verge.Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The large airports of the world, which name locations and place clients. The table is a resource;
 * its head states source and licence. Immutable.
 */
final class Airports {
  private static final double EARTH_RADIUS_KM = 6371.0088; // IUGG mean radius R1

  private static final Airports BUNDLED = read();

  private final Map<String, Airport> byCode;

  private Airports(Map<String, Airport> byCode) {
    this.byCode = byCode;
  }

  /**
   * An airport.
   *
   * @param code IATA code in lower case
   * @param country ISO 3166-1 alpha-2
   * @param latitude degrees north
   * @param longitude degrees east
   */
  record Airport(String code, String city, String country, double latitude, double longitude) {
    Location location() {
      return new Location(code, latitude, longitude);
    }
  }

  /** The table that comes with Verge. */
  static Airports bundled() {
    return BUNDLED;
  }

  /** The airport with that IATA code, in either case, or null. */
  @Nullable Airport find(String code) {
    return byCode.get(code.toLowerCase(Locale.ROOT));
  }

  /** The airport nearest to a point. */
  Airport nearest(double latitude, double longitude) {
    Airport nearest = null;
    double least = Double.MAX_VALUE;
    for (Airport airport : byCode.values()) {
      double km = km(latitude, longitude, airport.latitude(), airport.longitude());
      if (km < least) {
        least = km;
        nearest = airport;
      }
    }
    return Objects.requireNonNull(nearest, "the table of airports is empty");
  }

  /**
   * Airports that somebody may have meant: those of a city of that name, else those whose codes
   * differ in one letter.
   */
  List<Airport> near(String word) {
    List<Airport> ofCity =
        byCode.values().stream()
            .filter(airport -> airport.city().equalsIgnoreCase(word.strip()))
            .toList();
    return ofCity.isEmpty()
        ? byCode.values().stream().filter(airport -> differInOne(airport.code(), word)).toList()
        : ofCity;
  }

  private static boolean differInOne(String code, String word) {
    return code.length() == word.length()
        && IntStream.range(0, code.length())
                .filter(i -> code.charAt(i) != Character.toLowerCase(word.charAt(i)))
                .count()
            == 1;
  }

  /** All airports, by code. */
  Collection<Airport> all() {
    return byCode.values();
  }

  /** The great-circle distance in km, by the haversine formula on a sphere of the mean radius. */
  static double km(double latitude1, double longitude1, double latitude2, double longitude2) {
    double phi1 = Math.toRadians(latitude1);
    double phi2 = Math.toRadians(latitude2);
    double a =
        square(Math.sin((phi2 - phi1) / 2))
            + Math.cos(phi1)
                * Math.cos(phi2)
                * square(Math.sin(Math.toRadians(longitude2 - longitude1) / 2));
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, a)));
  }

  private static double square(double x) {
    return x * x;
  }

  private static Airports read() {
    try (InputStream in =
            Objects.requireNonNull(
                Airports.class.getResourceAsStream("airports.csv"), "airports.csv is missing");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, Airport> byCode = new LinkedHashMap<>(2048);
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(Airports::parse)
          .forEach(airport -> byCode.put(airport.code(), airport));
      return new Airports(Collections.unmodifiableMap(byCode));
    } catch (IOException e) {
      throw new UncheckedIOException("the table of airports cannot be read", e);
    }
  }

  private static Airport parse(String line) {
    String[] fields = line.split(",", -1);
    return new Airport(
        fields[0],
        fields[1],
        fields[2],
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]));
  }
}

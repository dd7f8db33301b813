package dev.verge.world;

import dev.verge.Problem;
import dev.verge.world.Airports.Airport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client is.
 *
 * @param country ISO 3166-1 alpha-2: the airport's, or that of the airport nearest to the point
 */
record Place(double latitude, double longitude, String country) {
  /** The request header that places a client; dev worlds only. */
  static final String HEADER = "Verge-From";

  private static final Pattern POINT =
      Pattern.compile(
          "\\s*([+-]?\\d{1,3}(?:\\.\\d{1,12})?)\\s*,\\s*([+-]?\\d{1,3}(?:\\.\\d{1,12})?)\\s*");
  private static final Pattern CODE = Pattern.compile("\\s*([A-Za-z]{3})\\s*");
  private static final int MAX_LENGTH = 64;

  static Place of(Airport airport) {
    return new Place(airport.latitude(), airport.longitude(), airport.country());
  }

  /**
   * Reads the header's value: an IATA code ({@code nrt}) or latitude and longitude in degrees
   * ({@code 48.1,11.5}).
   *
   * @throws Problem 400 saying what is expected
   */
  static Place parse(String value, Airports airports) {
    if (value.length() <= MAX_LENGTH) {
      Matcher code = CODE.matcher(value);
      Airport airport = code.matches() ? airports.find(code.group(1)) : null;
      if (airport != null) {
        return of(airport);
      }
      Matcher point = POINT.matcher(value);
      if (point.matches()) {
        double latitude = Double.parseDouble(point.group(1));
        double longitude = Double.parseDouble(point.group(2));
        if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
          return new Place(latitude, longitude, airports.nearest(latitude, longitude).country());
        }
      }
    }
    throw Problem.field(
        HEADER,
        "expected the IATA code of a large airport, such as nrt, or latitude,longitude in degrees"
            + " (-90 to 90, -180 to 180), such as 48.1,11.5");
  }

  /** The great-circle distance to a point in km. */
  double km(double otherLatitude, double otherLongitude) {
    return Airports.km(latitude, longitude, otherLatitude, otherLongitude);
  }
}

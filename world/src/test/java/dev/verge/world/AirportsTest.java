package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.verge.world.Airports.Airport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AirportsTest {
  private final Airports airports = Airports.bundled();

  @Test
  void holdsAtLeastAHundredAirportsWithSaneFields() {
    assertThat(airports.all()).hasSizeGreaterThan(100);
    assertThat(airports.all())
        .allSatisfy(airport -> {
          assertThat(airport.code()).matches("[a-z]{3}");
          assertThat(airport.city()).isNotBlank();
          assertThat(airport.country()).matches("[A-Z]{2}");
          assertThat(airport.latitude()).isBetween(-90.0, 90.0);
          assertThat(airport.longitude()).isBetween(-180.0, 180.0);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iad", "fra", "nrt", "syd", "gru", "jnb", "lhr", "cdg", "sin", "bom", "lax", "jfk", "ord",
        "dfw", "sea", "ams", "mad", "arn", "waw", "dxb", "hkg", "icn", "eze", "los", "nbo", "akl"
      })
  void holdsTheHubsOfAllContinents(String code) {
    assertThat(airports.find(code)).isNotNull();
  }

  @Test
  void findsACodeInEitherCaseAndNothingElse() {
    assertThat(airports.find("NRT")).isEqualTo(airports.find("nrt")).isNotNull();
    assertThat(airports.find("zzz")).isNull();
    assertThat(airports.find("")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "48.1,11.5,muc,DE",
    "35.6,139.77,hnd,JP",
    "-33.9,151.2,syd,AU",
    "40.64,-73.78,jfk,US",
    "-23.43,-46.47,gru,BR",
    "-17.8,-179.9,suv,FJ"
  })
  void findsTheNearestAirportToAPoint(double latitude, double longitude, String code, String land) {
    Airport nearest = airports.nearest(latitude, longitude);
    assertThat(nearest.code()).isEqualTo(code);
    assertThat(nearest.country()).isEqualTo(land);
  }

  @Test
  void measuresGreatCirclesOnTheMeanSphere() {
    double quarter = Math.PI / 2 * 6371.0088;
    assertThat(Airports.km(0, 0, 0, 90)).isCloseTo(quarter, within(1e-6));
    assertThat(Airports.km(90, 0, -90, 0)).isCloseTo(2 * quarter, within(1e-6));
    assertThat(Airports.km(12.5, 179, 12.5, -179)).isLessThan(250);
    assertThat(Airports.km(48.1, 11.5, 48.1, 11.5)).isZero();
    Airport iad = Objects.requireNonNull(airports.find("iad"));
    Airport nrt = Objects.requireNonNull(airports.find("nrt"));
    double km = Airports.km(iad.latitude(), iad.longitude(), nrt.latitude(), nrt.longitude());
    assertThat(km).isBetween(10_800.0, 10_900.0);
  }

  @Test
  void theResourceStatesItsSourceAndLicence() throws IOException {
    try (var in = Objects.requireNonNull(Airports.class.getResourceAsStream("airports.csv"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.lines().takeWhile(line -> line.startsWith("#")).toList().toString())
          .contains("Source: OurAirports")
          .contains("Licence: public domain");
    }
  }
}

package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  private final Airports airports = Airports.bundled();

  @ParameterizedTest
  @ValueSource(strings = {"nrt", "NRT", " nrt "})
  void anAirportsCodePlacesTheClientThere(String value) {
    Place place = Place.parse(value, airports);
    assertThat(place.country()).isEqualTo("JP");
    assertThat(place.km(35.77, 140.39)).isLessThan(10);
  }

  @Test
  void coordinatesPlaceTheClientInTheCountryOfTheNearestAirport() {
    assertThat(Place.parse("48.1,11.5", airports)).isEqualTo(new Place(48.1, 11.5, "DE"));
    assertThat(Place.parse(" -33.9 , 151.2 ", airports).country()).isEqualTo("AU");
    assertThat(Place.parse("+90,-180", airports).latitude()).isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zzz",
        "nrtx",
        "48.1",
        "48.1,",
        "48.1,11.5,3",
        "91,0",
        "0,180.1",
        "NaN,0",
        "1e3,0",
        "48,1;11,5",
        "<script>",
        "0x10,0",
        "Infinity,Infinity",
        "--1,0"
      })
  void rubbishIsRefusedWithWhatIsExpected(String value) {
    assertThatThrownBy(() -> Place.parse(value, airports))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.detail()).contains("IATA code").contains("48.1,11.5");
              assertThat(problem.members()).containsEntry("field", "Verge-From");
            });
  }

  @Test
  void anEndlessValueIsRefused() {
    assertThatThrownBy(() -> Place.parse("1".repeat(100_000), airports))
        .isInstanceOf(Problem.class);
  }
}

package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final BigDecimal AMOUNT = new BigDecimal("1234.50");

  @Test
  void showsTheCurrencyOfTheCountry() {
    assertThat(Prices.in("US").show(AMOUNT)).isEqualTo("$1,234.50");
    assertThat(Prices.in("DE").show(AMOUNT)).isEqualTo("€1,061.67");
    assertThat(Prices.in("GB").code()).isEqualTo("GBP");
  }

  @Test
  void roundsToTheCurrencysSmallestUnit() {
    assertThat(Prices.in("JP").show(new BigDecimal("10.01"))).isEqualTo("¥1,562");
    assertThat(Prices.in("KR").show(BigDecimal.ONE)).isEqualTo("₩1,450");
  }

  @Test
  void alwaysTellsTheChargeInDollars() {
    assertThat(Prices.in("JP").charged(AMOUNT)).isEqualTo("$1,234.50");
  }

  @Test
  void showsDollarsWhereItKnowsNoCountryOrRate() {
    for (String country : new String[] {"XX", "", "AQ", "<b>", "MN"}) {
      Prices prices = Prices.in(country);
      assertThat(prices.show(AMOUNT)).as(country).isEqualTo("$1,234.50");
      assertThat(prices.isForeign()).as(country).isFalse();
    }
  }

  @Test
  void hasAPriceForEveryCountry() {
    for (String country : Locale.getISOCountries()) {
      assertThat(Prices.in(country).show(AMOUNT)).as(country).isNotBlank();
    }
  }
}

package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void keepsTwoDecimalsAlsoWhereTheyAreZero() {
    assertThat(Money.ofCents(12900)).hasToString("129.00");
    assertThat(Money.ofCents(5)).hasToString("0.05");
  }

  @Test
  void goesToCentsAndBackWithoutLoss() {
    for (long cents = 0; cents < 100_000; cents += 7) {
      assertThat(Money.cents(Money.ofCents(cents))).isEqualTo(cents);
    }
  }

  @Test
  void refusesFractionsOfACent() {
    assertThatThrownBy(() -> Money.cents(new BigDecimal("1.005")))
        .isInstanceOf(ArithmeticException.class);
  }
}

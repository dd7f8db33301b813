package dev.verge.shop;

import java.math.BigDecimal;

/** US dollars: decimal, with two places. SQLite holds them as whole cents. */
final class Money {
  private Money() {}

  static BigDecimal ofCents(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  /**
   * The amount in cents.
   *
   * @throws ArithmeticException if it has a fraction of a cent
   */
  static long cents(BigDecimal amount) {
    return amount.movePointRight(2).longValueExact();
  }
}

package dev.verge.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * An order, and the JSON that its user gets.
 *
 * @param total US dollars
 */
@SuppressWarnings("MemberName") // created_at is the JSON's name, as in products
public record Order(
    long id, BigDecimal total, String status, Instant created_at, List<Line> lines) {

  private static final DateTimeFormatter FOR_PEOPLE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * So many of one product.
   *
   * @param price US dollars for one, at the time of the order
   */
  public record Line(long productId, int quantity, BigDecimal price) {
    /** What the line comes to. */
    public BigDecimal total() {
      return price.multiply(BigDecimal.valueOf(quantity));
    }
  }

  /** When it was placed, for people. */
  public String placed() {
    return FOR_PEOPLE.format(created_at);
  }

  /** How many things were bought. */
  public int quantity() {
    return lines.stream().mapToInt(Line::quantity).sum();
  }
}

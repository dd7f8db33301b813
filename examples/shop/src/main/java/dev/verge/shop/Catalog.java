package dev.verge.shop;

import dev.verge.Sql;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Makes the products, the same at every first start: 10,000 in 20 categories, newest last.
 *
 * <p>Everything follows from the id by whole numbers. The last lines of {@code
 * migrations/orders/0001_orders.sql} work out the same prices and the same stock for the origin;
 * change them together.
 */
final class Catalog {
  static final int SIZE = 10_000;

  private static final Instant OPENING = Instant.parse("2025-01-01T00:00:00Z");
  private static final Duration BETWEEN_PRODUCTS = Duration.ofMinutes(52);
  private static final int[] CENTS = {0, 50, 90, 95};
  private static final List<List<String>> MAKERS = Tables.read("catalog/makers.txt");
  private static final List<List<String>> CURIOSITIES = Tables.read("catalog/curiosities.txt");

  private Catalog() {}

  /** Fills the dataset "catalog". */
  static void fill(Sql.Transaction tx) {
    for (int id = 1; id <= SIZE; id++) {
      Product p = product(id);
      tx.execute(
          "INSERT INTO products (" + Product.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
          p.id(),
          p.name(),
          p.description(),
          Money.cents(p.price()),
          p.category(),
          p.stock(),
          p.created_at());
    }
  }

  /** The product with that id, from 1 to {@link #SIZE}, as it is on the first day. */
  static Product product(long id) {
    Design design = Design.of(id);
    return new Product(
        id,
        design.name(),
        design.description(),
        design.price(),
        design.category().slug(),
        5 + id * 7919 % 496,
        OPENING.plus(BETWEEN_PRODUCTS.multipliedBy(id)).toString());
  }

  /** The icon that stands for a product. */
  static String icon(long id) {
    return id >= 1 && id <= SIZE ? Design.of(id).kind().icon() : "package";
  }

  /**
   * What a product is.
   *
   * @param place the category's position, from 0
   * @param turn which of its category's 500 it is, from 0
   */
  private record Design(int place, int turn, int kindAt, int makerAt, int styleAt) {
    static Design of(long id) {
      int place = (int) ((id - 1) % 20);
      int turn = (int) ((id - 1) / 20);
      int kind = (turn + 3 * place) % 10;
      int maker = (turn / 10 % 10 + 3 * place + 7 * kind) % 10;
      int style = (turn / 100 + turn / 10 % 10 + kind + place) % 5;
      return new Design(place, turn, kind, maker, style);
    }

    Category category() {
      return Category.all().get(place);
    }

    Category.Kind kind() {
      return category().kinds().get(kindAt);
    }

    /** Two products per category, one old and one new, have text that needs care. */
    boolean isCurious() {
      return turn % 490 == 9 - place % 5;
    }

    String name() {
      if (isCurious()) {
        return CURIOSITIES.get(place).getFirst() + (turn < 10 ? ", First Edition" : "");
      }
      return "%s %s %s"
          .formatted(MAKERS.get(makerAt).getFirst(), category().styles().get(styleAt), noun());
    }

    String description() {
      String sentence = category().sentences().get((turn / 10 + kindAt) % 2);
      if (isCurious()) {
        return CURIOSITIES.get(place).getLast() + " " + sentence;
      }
      List<String> maker = MAKERS.get(makerAt);
      return "%s from the %s line of %s, %s. %s"
          .formatted(
              noun(),
              category().styles().get(styleAt).toLowerCase(Locale.ROOT),
              maker.getFirst(),
              maker.getLast(),
              sentence);
    }

    private String noun() {
      return kind().name();
    }

    BigDecimal price() {
      long dollars = (long) kind().dollars() * (100 + 12 * styleAt + 3 * makerAt) / 100;
      return Money.ofCents(dollars * 100 + CENTS[(makerAt + styleAt) % 4]);
    }
  }
}

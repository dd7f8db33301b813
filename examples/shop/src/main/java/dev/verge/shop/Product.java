package dev.verge.shop;

import dev.verge.Row;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A row of the catalog, and the JSON that clients get.
 *
 * @param price US dollars
 * @param created_at ISO 8601, UTC
 */
@SuppressWarnings("MemberName") // created_at is the column's name and the JSON's
public record Product(
    long id,
    String name,
    String description,
    BigDecimal price,
    String category,
    long stock,
    String created_at) {

  static final String COLUMNS = "id, name, description, price, category, stock, created_at";

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final int FEW = 10;

  static Product of(Row row) {
    return new Product(
        row.integer("id"),
        row.text("name"),
        row.text("description"),
        Money.ofCents(row.integer("price")),
        row.text("category"),
        row.integer("stock"),
        row.text("created_at"));
  }

  /** An id as it stands in a path, if it is one. */
  static OptionalLong id(String text) {
    return ID.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** The symbol that stands for it. */
  public String icon() {
    return Catalog.icon(id);
  }

  /** One of the eight tints of its picture; neighbours differ, in lists of a category too. */
  public long tint() {
    return (id + id / 20) % 8;
  }

  /** The title of its category. */
  public String categoryTitle() {
    return Category.find(category).map(Category::title).orElse(category);
  }

  /** Whether there is any. */
  public boolean isInStock() {
    return stock > 0;
  }

  /** Whether there are only a few left. */
  public boolean isScarce() {
    return stock > 0 && stock < FEW;
  }
}

package dev.verge.shop;

import dev.verge.Row;
import dev.verge.Sql;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One page of products, newest first.
 *
 * @param total how many there are on all pages
 */
public record Listing(List<Product> products, int page, long total) {
  static final int PAGE_SIZE = 20;

  private static final String NEWEST =
      " ORDER BY created_at DESC, id DESC LIMIT " + PAGE_SIZE + " OFFSET ?";
  private static final String ALL = "SELECT " + Product.COLUMNS + " FROM products" + NEWEST;
  private static final String IN_CATEGORY =
      "SELECT " + Product.COLUMNS + " FROM products WHERE category = ?" + NEWEST;

  /** The products of a category, or of all. The counts go by an index, not by the table. */
  static Listing read(Sql catalog, Optional<Category> category, int page) {
    long offset = (page - 1L) * PAGE_SIZE;
    if (category.isEmpty()) {
      String count = "SELECT count(*) AS total FROM products";
      return of(catalog.query(ALL, offset), page, catalog.query(count));
    }
    String slug = category.get().slug();
    String count = "SELECT count(*) AS total FROM products WHERE category = ?";
    return of(catalog.query(IN_CATEGORY, slug, offset), page, catalog.query(count, slug));
  }

  private static Listing of(List<Row> rows, int page, List<Row> count) {
    List<Product> products = rows.stream().map(Product::of).toList();
    return new Listing(products, page, count.getFirst().integer("total"));
  }

  /** The total for people: {@code 10,000}. */
  public String count() {
    return NumberFormat.getIntegerInstance(Locale.US).format(total);
  }

  /** The number of pages. */
  public long pages() {
    return Math.max(1, (total + PAGE_SIZE - 1) / PAGE_SIZE);
  }

  /** The address of another page of the list that is at a path. */
  public String address(String path, long number) {
    String separator = path.contains("?") ? "&" : "?";
    return number == 1 ? path : path + separator + "page=" + number;
  }
}

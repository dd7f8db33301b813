package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Response;
import dev.verge.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The pages for everybody. They never ask who the visitor is, so they need this location only, and
 * work while every other is out of reach.
 */
final class ProductPages {
  private static final String RELATED =
      "SELECT "
          + Product.COLUMNS
          + " FROM products WHERE category = ? AND id <> ?"
          + " ORDER BY created_at DESC, id DESC LIMIT 4";

  private ProductPages() {}

  static Response home(Context c) {
    Page page = Page.start(c, "Well-made things, close to you");
    String slug = c.query("category").orElse("");
    Optional<Category> category = Category.find(slug);
    if (category.isEmpty() && !slug.isEmpty()) {
      return Browsers.errorPage(c, 404, "No such category", "We do not sell “" + slug + "” yet.");
    }
    int number = Input.page(c.query("page"));
    Listing listing = Listing.read(c.sql("catalog"), category, number);
    String path = category.map(it -> "/?category=" + it.slug()).orElse("/");
    if (category.isPresent()) {
      Category it = category.get();
      page = page.title(it.title()).describe(it.title() + " at Meridian: " + it.blurb() + ".");
    }
    return page.canonical(listing.address(path, number))
        .render(
            c,
            "home.jte",
            Map.of("listing", listing, "path", path, "prices", Prices.in(c.country())));
  }

  static Response product(Context c) {
    Page page = Page.start(c, "Product");
    Optional<Product> found = ProductsApi.find(c);
    if (found.isEmpty()) {
      return Browsers.errorPage(
          c, 404, "Product not found", "It may have been sold out for good, or never existed.");
    }
    Product product = found.get();
    List<Row> related = c.sql("catalog").query(RELATED, product.category(), product.id());
    return page.title(product.name())
        .describe(product.description())
        .render(
            c,
            "product.jte",
            Map.of(
                "product", product,
                "related", related.stream().map(Product::of).toList(),
                "prices", Prices.in(c.country()),
                "key", UUID.randomUUID().toString()));
  }
}

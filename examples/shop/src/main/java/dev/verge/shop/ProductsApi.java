package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Problem;
import dev.verge.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** {@code /api/products}: answered from this location's copy of the catalog. */
final class ProductsApi {
  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final int LAST_CACHED_PAGE = Catalog.SIZE / Listing.PAGE_SIZE;
  private static final String BY_ID = "SELECT " + Product.COLUMNS + " FROM products WHERE id = ?";

  private ProductsApi() {}

  private record Page(List<Product> products, int page, long total, String edgeLocation) {}

  static Response list(Context c) {
    int page = Input.page(c.query("page"));
    String slug = c.query("category").orElse("");
    Optional<Category> category = Category.find(slug);
    if (category.isEmpty() && !slug.isEmpty()) {
      return json(c, new Listing(List.of(), page, 0));
    }
    Supplier<Response> load = () -> json(c, Listing.read(c.sql("catalog"), category, page));
    // No page is cached that cannot exist: clients cannot fill the cache with made-up ones.
    return page > LAST_CACHED_PAGE
        ? load.get()
        : c.cache().aside("products/" + slug + "/" + page, FRESH, load);
  }

  private static Response json(Context c, Listing listing) {
    return Response.json(
        new Page(listing.products(), listing.page(), listing.total(), c.location().code()));
  }

  static Response detail(Context c) {
    return find(c).map(Response::json).orElseThrow(() -> Problem.of(404, "Product not found"));
  }

  /** The product whose id is in the path. */
  static Optional<Product> find(Context c) {
    OptionalLong id = Product.id(c.path("id"));
    return id.isEmpty()
        ? Optional.empty()
        : c.sql("catalog").first(BY_ID, id.getAsLong()).map(Product::of);
  }
}

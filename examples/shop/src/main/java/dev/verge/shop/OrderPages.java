package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Problem;
import dev.verge.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Buying, and a user's orders. */
final class OrderPages {
  private static final String LEDGER = "the order ledger at the origin";

  private OrderPages() {}

  /**
   * The form "Buy now".
   *
   * @param key the idempotency key that the form was made with: sending it twice buys once
   */
  record Purchase(String key, int quantity) {
    Purchase {
      key = Input.text("key", key, 200);
    }
  }

  static Response buy(Context c) {
    OptionalLong product = Product.id(c.path("id"));
    if (product.isEmpty()) {
      throw Problem.of(404, "Product not found");
    }
    if (c.identity().isEmpty()) {
      return Browsers.toSignIn("/products/" + product.getAsLong());
    }
    Purchase purchase = c.form(Purchase.class);
    NewOrder.Item item = new NewOrder.Item(product.getAsLong(), purchase.quantity());
    NewOrder order = new NewOrder(List.of(item));
    Order placed = c.origin(Orders.class).create(c.user(), purchase.key(), order);
    return Response.redirect("/orders/" + placed.id());
  }

  static Response list(Context c) {
    Page page = Page.start(c, "Your orders").from(LEDGER);
    OrderList list = c.origin(Orders.class).list(c.user(), Input.page(c.query("page")));
    return page.render(c, "orders.jte", Map.of("list", list, "prices", Prices.in("US")));
  }

  static Response order(Context c) {
    Page page = Page.start(c, "Order").from(LEDGER);
    Order order = OrdersApi.find(c);
    return page.title("Order " + order.id())
        .render(
            c,
            "order.jte",
            Map.of("order", order, "products", products(c, order), "prices", Prices.in("US")));
  }

  /** The products of an order, from the catalog here: the ledger knows them by number only. */
  private static Map<Long, Product> products(Context c, Order order) {
    @Nullable Object[] ids = order.lines().stream().map(Order.Line::productId).toArray();
    String marks = String.join(", ", Collections.nCopies(ids.length, "?"));
    return c
        .sql("catalog")
        .query("SELECT " + Product.COLUMNS + " FROM products WHERE id IN (" + marks + ")", ids)
        .stream()
        .map(Product::of)
        .collect(Collectors.toMap(Product::id, product -> product));
  }
}

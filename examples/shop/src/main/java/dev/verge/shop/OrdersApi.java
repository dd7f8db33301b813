package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Problem;
import dev.verge.Response;
import java.util.OptionalLong;

/** {@code /api/orders}: a user's own orders, kept at the origin. */
final class OrdersApi {
  private OrdersApi() {}

  static Response create(Context c) {
    return Response.created(
        c.origin(Orders.class).create(c.user(), c.idempotencyKey(), c.json(NewOrder.class)));
  }

  static Response list(Context c) {
    int page = Input.page(c.query("page"));
    return Response.json(c.origin(Orders.class).list(c.user(), page));
  }

  static Response read(Context c) {
    return Response.json(find(c));
  }

  /** The order whose id is in the path, if it is the user's. */
  static Order find(Context c) {
    String user = c.user();
    OptionalLong id = Product.id(c.path("id"));
    return c.origin(Orders.class)
        .get(user, id.orElseThrow(() -> Problem.of(404, "Order not found")));
  }
}

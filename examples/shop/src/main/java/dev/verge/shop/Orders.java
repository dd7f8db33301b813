package dev.verge.shop;

import dev.verge.Problem;
import dev.verge.Retryable;

/** Orders, at the origin: they take stock and money, of which there is one ledger. */
public interface Orders {
  /**
   * Places an order, and takes its stock. The same key with the same items a second time gives the
   * first order again.
   *
   * @throws Problem 400 for a product that does not exist, 409 if stock is short, 422 if the key
   *     was used for other items
   */
  @Retryable
  Order create(String user, String idempotencyKey, NewOrder order);

  /** A user's newest orders, at most 100. */
  @Retryable
  OrderList list(String user, int page);

  /**
   * An order of that user.
   *
   * @throws Problem 404 if they have none of that id
   */
  @Retryable
  Order get(String user, long id);
}

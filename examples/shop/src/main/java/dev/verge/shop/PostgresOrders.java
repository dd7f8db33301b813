package dev.verge.shop;

import static java.time.Duration.ofMillis;

import dev.verge.OriginContext;
import dev.verge.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Orders in PostgreSQL. One transaction does it all: claim the idempotency key, lock the stock,
 * write the order and its lines, take the stock, and leave the new stock in the outbox.
 *
 * <p><b>One order per key.</b> The key is claimed first, by inserting the order. A second order
 * with the same key waits there until the first has committed, and then finds it; or it goes on if
 * the first was rolled back.
 *
 * <p><b>No deadlock.</b> A transaction claims one key, and only then locks stock, by rising product
 * id. So whoever waits for stock holds only what is lower, and whoever waits for a key holds
 * nothing.
 */
final class PostgresOrders implements Orders {
  private static final String PLACED = "placed";

  private final Ledger ledger;

  PostgresOrders(OriginContext origin) {
    ledger = new Ledger(origin.postgres("orders"));
    StockOutbox outbox = new StockOutbox(ledger, origin.data());
    origin.every(ofMillis(100), outbox::pump);
  }

  @Override
  public Order create(String user, String idempotencyKey, NewOrder order) {
    return ledger.transaction(c -> create(c, user, idempotencyKey, order));
  }

  @Override
  public OrderList list(String user, int page) {
    return ledger.transaction(c -> OrderRows.list(c, user, page));
  }

  @Override
  public Order get(String user, long id) {
    return ledger.transaction(
        c -> OrderRows.find(c, user, id).orElseThrow(() -> Problem.of(404, "Order not found")));
  }

  private static Order create(Connection c, String user, String key, NewOrder order)
      throws SQLException {
    byte[] hash = sha256(order.canonical());
    Long id = claim(c, user, key, hash);
    if (id == null) {
      return earlier(c, user, key, hash);
    }
    SortedMap<Long, Integer> quantities = order.quantities();
    SortedMap<Long, Stock> stock = lock(c, quantities);
    BigDecimal total = BigDecimal.ZERO;
    for (Map.Entry<Long, Integer> wanted : quantities.entrySet()) {
      Stock there = available(stock, wanted.getKey(), wanted.getValue());
      total = total.add(there.price().multiply(BigDecimal.valueOf(wanted.getValue())));
    }
    take(c, id, quantities);
    settle(c, id, total);
    return OrderRows.find(c, user, id).orElseThrow();
  }

  /** The id of a new order, or null if the user has one with this key. */
  private static @Nullable Long claim(Connection c, String user, String key, byte[] hash)
      throws SQLException {
    String sql =
        "INSERT INTO orders (user_id, idempotency_key, request_hash, total, status)"
            + " VALUES (?, ?, ?, 0, ?) ON CONFLICT (user_id, idempotency_key) DO NOTHING"
            + " RETURNING id";
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      insert.setString(1, user);
      insert.setString(2, key);
      insert.setBytes(3, hash);
      insert.setString(4, PLACED);
      ResultSet row = insert.executeQuery();
      return row.next() ? row.getLong(1) : null;
    }
  }

  private static Order earlier(Connection c, String user, String key, byte[] hash)
      throws SQLException {
    String sql = "SELECT id, request_hash FROM orders WHERE user_id = ? AND idempotency_key = ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, user);
      select.setString(2, key);
      ResultSet row = select.executeQuery();
      row.next();
      if (!Arrays.equals(row.getBytes(2), hash)) {
        throw Problem.of(
            422,
            "Idempotency key reused",
            "this Idempotency-Key was used for an order of other items: send a new one");
      }
      return OrderRows.find(c, user, row.getLong(1)).orElseThrow();
    }
  }

  private record Stock(BigDecimal price, int available) {}

  private static SortedMap<Long, Stock> lock(Connection c, SortedMap<Long, Integer> quantities)
      throws SQLException {
    String sql =
        "SELECT product_id, price, available FROM stock WHERE product_id = ANY (?)"
            + " ORDER BY product_id FOR UPDATE";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setArray(1, c.createArrayOf("bigint", quantities.keySet().toArray()));
      ResultSet rows = select.executeQuery();
      SortedMap<Long, Stock> stock = new TreeMap<>();
      while (rows.next()) {
        stock.put(rows.getLong(1), new Stock(rows.getBigDecimal(2), rows.getInt(3)));
      }
      return stock;
    }
  }

  private static Stock available(SortedMap<Long, Stock> stock, long product, int quantity) {
    Stock there = stock.get(product);
    if (there == null) {
      throw Problem.field("productId", "there is no product " + product);
    }
    if (there.available() < quantity) {
      String detail =
          "product %d: %d wanted, %d left".formatted(product, quantity, there.available());
      throw Problem.of(409, "Out of stock", detail)
          .with("productId", product)
          .with("available", there.available());
    }
    return there;
  }

  /** Takes the stock, and writes per product an order line and what is left for the catalog. */
  private static void take(Connection c, long order, SortedMap<Long, Integer> quantities)
      throws SQLException {
    String sql =
        "WITH taken AS (UPDATE stock SET available = available - ? WHERE product_id = ?"
            + " RETURNING product_id, price, available),"
            + " line AS (INSERT INTO order_lines (order_id, product_id, quantity, price)"
            + " SELECT ?, product_id, ?, price FROM taken)"
            + " INSERT INTO outbox (order_id, product_id, stock)"
            + " SELECT ?, product_id, available FROM taken";
    try (PreparedStatement take = c.prepareStatement(sql)) {
      for (Map.Entry<Long, Integer> item : quantities.entrySet()) {
        take.setInt(1, item.getValue());
        take.setLong(2, item.getKey());
        take.setLong(3, order);
        take.setInt(4, item.getValue());
        take.setLong(5, order);
        take.addBatch();
      }
      take.executeBatch();
    }
  }

  private static void settle(Connection c, long order, BigDecimal total) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement("UPDATE orders SET total = ? WHERE id = ?")) {
      update.setBigDecimal(1, total);
      update.setLong(2, order);
      update.executeUpdate();
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

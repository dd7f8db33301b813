package dev.verge.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads orders from PostgreSQL, each with its lines. */
final class OrderRows {
  private static final String SELECT =
      "SELECT o.id, o.total, o.status, o.created_at, l.product_id, l.quantity, l.price"
          + " FROM orders o JOIN order_lines l ON l.order_id = o.id";

  private OrderRows() {}

  /** The order of that id, if it is this user's. */
  static Optional<Order> find(Connection c, String user, long id) throws SQLException {
    String sql = SELECT + " WHERE o.user_id = ? AND o.id = ? ORDER BY l.product_id";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, user);
      select.setLong(2, id);
      return read(select.executeQuery()).stream().findFirst();
    }
  }

  /** A page of a user's orders, the newest first. */
  static OrderList list(Connection c, String user, int page) throws SQLException {
    String sql =
        SELECT
            + " WHERE o.id IN (SELECT id FROM orders WHERE user_id = ? ORDER BY id DESC"
            + " LIMIT ? OFFSET ?) ORDER BY o.id DESC, l.product_id";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, user);
      select.setInt(2, OrderList.SIZE);
      select.setLong(3, (page - 1L) * OrderList.SIZE);
      return new OrderList(read(select.executeQuery()), page, count(c, user));
    }
  }

  private static long count(Connection c, String user) throws SQLException {
    String sql = "SELECT count(*) FROM orders WHERE user_id = ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, user);
      ResultSet count = select.executeQuery();
      count.next();
      return count.getLong(1);
    }
  }

  private static List<Order> read(ResultSet rows) throws SQLException {
    Map<Long, Order> orders = new LinkedHashMap<>();
    while (rows.next()) {
      long id = rows.getLong(1);
      Order order = orders.get(id);
      if (order == null) {
        order = order(rows, id);
        orders.put(id, order);
      }
      order.lines().add(new Order.Line(rows.getLong(5), rows.getInt(6), rows.getBigDecimal(7)));
    }
    return List.copyOf(orders.values());
  }

  private static Order order(ResultSet row, long id) throws SQLException {
    return new Order(
        id,
        row.getBigDecimal(2),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        new ArrayList<>());
  }
}

package dev.verge.shop;

import dev.verge.Data;
import dev.verge.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the stock that orders left to the catalog, whose log brings it to every location.
 *
 * <p><b>Exactly once.</b> A change is written to the catalog together with its outbox id, in one
 * transaction, and only if that id is higher than the one there. So a change that comes again,
 * after a crash before it was removed from the outbox, does nothing. Changes of one product are
 * numbered in the order of their orders, see {@link PostgresOrders}; a change never overtakes an
 * earlier one, because the earlier one committed before the later one got its number.
 */
final class StockOutbox {
  private static final int BATCH = 200;

  private final Ledger ledger;
  private final Data data;

  StockOutbox(Ledger ledger, Data data) {
    this.ledger = ledger;
    this.data = data;
  }

  private record Change(long id, long product, long stock) {}

  /** Applies all changes there are. */
  void pump() {
    List<Change> changes;
    do {
      changes = ledger.transaction(StockOutbox::waiting);
      if (!changes.isEmpty()) {
        apply(changes);
      }
    } while (changes.size() == BATCH);
  }

  private void apply(List<Change> changes) {
    List<Sql.Statement> statements = new ArrayList<>(2 * changes.size());
    for (Change change : changes) {
      statements.add(
          Sql.Statement.of(
              "UPDATE products SET stock = ? WHERE id = ? AND ? > coalesce("
                  + "(SELECT outbox_id FROM stock_applied WHERE product_id = products.id), 0)",
              change.stock(),
              change.product(),
              change.id()));
      statements.add(
          Sql.Statement.of(
              "INSERT INTO stock_applied (product_id, outbox_id) VALUES (?, ?)"
                  + " ON CONFLICT (product_id) DO UPDATE SET outbox_id = excluded.outbox_id"
                  + " WHERE excluded.outbox_id > stock_applied.outbox_id",
              change.product(),
              change.id()));
    }
    data.sql("catalog").batch(statements);
    List<Long> done = changes.stream().map(Change::id).toList();
    ledger.transaction(c -> remove(c, done));
  }

  private static List<Change> waiting(Connection c) throws SQLException {
    String sql = "SELECT id, product_id, stock FROM outbox ORDER BY id LIMIT " + BATCH;
    try (PreparedStatement select = c.prepareStatement(sql)) {
      ResultSet rows = select.executeQuery();
      List<Change> changes = new ArrayList<>();
      while (rows.next()) {
        changes.add(new Change(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
      }
      return changes;
    }
  }

  private static int remove(Connection c, List<Long> done) throws SQLException {
    try (PreparedStatement delete = c.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      delete.setArray(1, c.createArrayOf("bigint", done.toArray()));
      return delete.executeUpdate();
    }
  }
}

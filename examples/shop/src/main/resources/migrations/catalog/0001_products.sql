-- Prices are whole cents: SQLite has no decimal type, and binary fractions are not money.
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price > 0),
  category TEXT NOT NULL,
  stock INTEGER NOT NULL CHECK (stock >= 0),
  created_at TEXT NOT NULL
);

CREATE INDEX products_newest ON products (created_at DESC, id DESC);
CREATE INDEX products_by_category ON products (category, created_at DESC, id DESC);

-- Per product the last change of its stock that came from the origin's outbox.
CREATE TABLE stock_applied (
  product_id INTEGER PRIMARY KEY,
  outbox_id INTEGER NOT NULL
);

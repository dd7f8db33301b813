-- Who may sign in; emails are in lower case. The profiles that the edge reads are made from here.
CREATE TABLE credentials (
  user_id text PRIMARY KEY,
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Accounts whose profile has yet to reach the dataset "profiles".
CREATE TABLE profile_outbox (
  user_id text PRIMARY KEY REFERENCES credentials,
  email text NOT NULL,
  name text NOT NULL,
  region text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What there is to sell, and for how much: the ledger that orders are settled against.
CREATE TABLE stock (
  product_id bigint PRIMARY KEY,
  price numeric(12, 2) NOT NULL CHECK (price > 0),
  available integer NOT NULL CHECK (available >= 0)
);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL,
  idempotency_key text NOT NULL,
  request_hash bytea NOT NULL,
  total numeric(12, 2) NOT NULL,
  status text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, idempotency_key)
);

CREATE INDEX orders_by_user ON orders (user_id, id DESC);

CREATE TABLE order_lines (
  order_id bigint NOT NULL REFERENCES orders,
  product_id bigint NOT NULL REFERENCES stock,
  quantity integer NOT NULL CHECK (quantity > 0),
  price numeric(12, 2) NOT NULL,
  PRIMARY KEY (order_id, product_id)
);

-- Stock that has yet to reach the dataset "catalog". Ids are drawn while the product's row in
-- "stock" is locked, so per product they are in the order of the orders.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  product_id bigint NOT NULL,
  stock integer NOT NULL
);

-- The same products, prices and stock as Catalog.java makes for the edge.
WITH places AS (
  SELECT id, (id - 1) / 20 AS n, (id - 1) % 20 AS category
  FROM generate_series(1, 10000) AS id
), kinds AS (
  SELECT *, (n + 3 * category) % 10 AS kind, n / 10 % 10 AS turn FROM places
), designs AS (
  SELECT *,
    (turn + 3 * category + 7 * kind) % 10 AS maker,
    (n / 100 + turn + kind + category) % 5 AS style
  FROM kinds
), priced AS (
  SELECT id,
    (ARRAY[
      129, 89, 99, 49, 69, 119, 249, 79, 299, 45,
      24, 48, 32, 18, 19, 54, 15, 28, 22, 16,
      68, 149, 89, 39, 48, 65, 45, 18, 52, 135,
      79, 54, 64, 119, 39, 32, 34, 19, 72, 29,
      14, 22, 28, 12, 36, 89, 42, 16, 24, 34,
      38, 26, 34, 42, 29, 48, 44, 39, 32, 58,
      389, 899, 329, 279, 599, 59, 149, 219, 189, 499,
      79, 69, 139, 119, 89, 12, 34, 24, 99, 29,
      89, 79, 39, 34, 28, 119, 22, 45, 69, 35,
      14, 42, 36, 24, 32, 28, 34, 48, 26, 149,
      14, 48, 9, 7, 26, 18, 22, 8, 16, 19,
      98, 149, 39, 199, 29, 119, 45, 36, 34, 28,
      289, 64, 29, 159, 79, 139, 690, 42, 88, 12,
      749, 79, 34, 59, 29, 89, 45, 36, 25, 31,
      24, 32, 19, 58, 36, 14, 22, 26, 28, 45,
      64, 48, 12, 129, 29, 24, 149, 99, 18, 32,
      78, 16, 22, 34, 18, 19, 9, 14, 24, 38,
      349, 649, 219, 119, 39, 429, 259, 449, 48, 19,
      29, 129, 54, 68, 18, 22, 64, 16, 48, 34,
      8, 9, 19, 11, 10, 9, 6, 14, 9, 8
    ])[category * 10 + kind + 1] * (100 + 12 * style + 3 * maker) / 100 * 100
      + (ARRAY[0, 50, 90, 95])[(maker + style) % 4 + 1] AS cents
  FROM designs
)
INSERT INTO stock (product_id, price, available)
SELECT id, cents::numeric / 100, 5 + id * 7919 % 496 FROM priced;

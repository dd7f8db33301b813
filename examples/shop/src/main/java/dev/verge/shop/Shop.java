package dev.verge.shop;

import static dev.verge.Because.because;
import static dev.verge.Consistency.eventual;
import static dev.verge.Consistency.maxLag;
import static dev.verge.Consistency.orForward;
import static dev.verge.Consistency.orStale;
import static dev.verge.Consistency.readAfterWrite;
import static dev.verge.Consistency.strongPerUser;
import static dev.verge.DataStrategy.ttl;
import static dev.verge.Limit.address;
import static dev.verge.Limit.perMinute;
import static dev.verge.Limit.user;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.verge.App;
import dev.verge.Edge;
import dev.verge.Limit;

/** The whole shop on one page: its data, what needs the origin, and its routes. */
public final class Shop implements App {
  private static final Limit SIGN_IN = perMinute(30).by(address()).named("sign-in");
  private static final Limit ORDERS = perMinute(60).by(user()).named("orders");

  @Override
  public void define(Edge edge) {
    edge.data()
        .kv("sessions", strongPerUser(), ttl(ofHours(1)))
        .sql("catalog", eventual(maxLag(ofSeconds(5)), orForward(), orStale()))
        .sql("profiles", readAfterWrite())
        .postgres("orders")
        .seed("catalog", Catalog::fill);
    edge.sessions("sessions");
    edge.origin(Orders.class, PostgresOrders::new, because("payment and stock need one ledger"));
    edge.origin(Accounts.class, PostgresAccounts::new, because("credentials stay in one place"));

    edge.use(Browsers::headers, Browsers::errorPages, Browsers::sameOrigin);
    edge.assets("/assets", "assets");
    edge.group("/api", Shop::api);
    pages(edge);
  }

  private static void api(Edge api) {
    api.get("/products", ProductsApi::list);
    api.get("/products/{id}", ProductsApi::detail);

    api.post("/users", AccountsApi::signUp).calls(Accounts.class);
    api.post("/session", AccountsApi::signIn).calls(Accounts.class).limit(SIGN_IN);
    api.delete("/session", AccountsApi::signOut);

    api.get("/profile", ProfileApi::read);
    api.put("/profile", ProfileApi::replace);

    api.post("/orders", OrdersApi::create).calls(Orders.class).limit(ORDERS);
    api.get("/orders", OrdersApi::list).calls(Orders.class);
    api.get("/orders/{id}", OrdersApi::read).calls(Orders.class);
  }

  private static void pages(Edge edge) {
    edge.get("/", ProductPages::home);
    edge.get("/products/{id}", ProductPages::product);
    edge.post("/products/{id}/buy", OrderPages::buy).calls(Orders.class).limit(ORDERS);

    edge.get("/sign-in", AccountPages::signInForm);
    edge.post("/sign-in", AccountPages::signIn).calls(Accounts.class).limit(SIGN_IN);
    edge.get("/sign-up", AccountPages::signUpForm);
    edge.post("/sign-up", AccountPages::signUp).calls(Accounts.class);
    edge.post("/sign-out", AccountPages::signOut);

    edge.group(
        "/account",
        account -> {
          account.use(Browsers::signedIn);
          account.get("", AccountPages::account);
          account.post("", AccountPages::save);
        });
    edge.group(
        "/orders",
        orders -> {
          orders.use(Browsers::signedIn);
          orders.get("", OrderPages::list).calls(Orders.class);
          orders.get("/{id}", OrderPages::order).calls(Orders.class);
        });
  }
}

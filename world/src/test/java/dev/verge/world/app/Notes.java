package dev.verge.world.app;

import static dev.verge.Because.because;
import static dev.verge.Consistency.eventual;
import static dev.verge.Consistency.maxLag;
import static dev.verge.Consistency.orForward;
import static dev.verge.Consistency.orStale;
import static dev.verge.Consistency.readYourWrites;
import static dev.verge.Consistency.strongPerUser;
import static dev.verge.Limit.perMinute;
import static dev.verge.Limit.user;

import dev.verge.App;
import dev.verge.Context;
import dev.verge.Edge;
import dev.verge.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keeps items in SQL and settings in KV, and has one component at the origin. */
public final class Notes implements App {
  /** Runs at the origin. */
  public interface Clock {
    String now();
  }

  private static final String SLOW =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
          + " SELECT count(*) FROM n";

  record NewItem(String name) {}

  record Where(String location, String country) {}

  @Override
  public void define(Edge edge) {
    edge.data()
        .sql("catalog", eventual(maxLag(Duration.ofSeconds(2)), orForward(), orStale()))
        .seed("catalog", tx -> tx.execute("INSERT INTO items (name) VALUES ('seeded')"))
        .kv("settings", readYourWrites())
        .kv("sessions", strongPerUser())
        .kv("revocations", eventual());
    edge.sessions("sessions").revocations("revocations");
    edge.origin(Clock.class, origin -> () -> "late", because("there is one clock"));
    edge.get("/where", Notes::where);
    edge.post("/sign-in/{user}", c -> Response.text(c.sessions().start(c.path("user")).token()));
    edge.get("/limited", c -> Response.text("in")).limit(perMinute(3));
    edge.get("/mine", c -> Response.text(c.user())).limit(perMinute(2).by(user()).named("mine"));
    edge.get("/items", c -> Response.json(c.sql("catalog").query("SELECT * FROM items")));
    edge.get("/items/cached", Notes::cached);
    edge.post("/items", Notes::add);
    edge.get("/broken-stream", Notes::brokenStream);
    edge.get("/twice-later", Notes::twiceLater);
    edge.get("/me", c -> Response.json(Map.of("user", c.user(), "scopes", scopes(c))));
    edge.post("/leave", Notes::leave);
    edge.get("/clock", c -> Response.text(c.origin(Clock.class).now())).calls(Clock.class);
  }

  /** Loads slowly enough that requests at the same time share it. */
  private static Response cached(Context c) {
    return c.cache()
        .aside(
            "items",
            Duration.ofMinutes(1),
            () -> {
              Response items = Response.json(c.sql("catalog").query("SELECT * FROM items"));
              c.sql("catalog").query(SLOW);
              return items;
            });
  }

  private static Response brokenStream(Context c) {
    return Response.stream(
        "text/csv",
        out -> {
          out.write("id,name\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          throw new IllegalStateException("row 2 cannot be read");
        });
  }

  /** Leaves for later what leaves for later. */
  private static Response twiceLater(Context c) {
    c.waitUntil(() -> c.waitUntil(() -> c.kv("settings").put("later", "done")));
    return Response.noContent();
  }

  private static List<String> scopes(Context c) {
    return c.identity().orElseThrow().scopes().stream().sorted().toList();
  }

  private static Response leave(Context c) {
    c.sessions().end();
    return Response.noContent();
  }

  private static Response where(Context c) {
    return Response.json(new Where(c.location().code(), c.country()));
  }

  private static Response add(Context c) {
    String name = c.json(NewItem.class).name();
    c.sql("catalog").execute("INSERT INTO items (name) VALUES (?)", name);
    return Response.created(Map.of("name", name));
  }
}

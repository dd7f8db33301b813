package dev.verge.testing.guide;

import static dev.verge.Because.because;
import static dev.verge.Consistency.eventual;
import static dev.verge.Consistency.maxLag;
import static dev.verge.Consistency.orForward;
import static dev.verge.Consistency.readYourWrites;
import static dev.verge.Consistency.strongPerUser;
import static dev.verge.DataStrategy.ttl;
import static dev.verge.Requirement.scope;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.verge.App;
import dev.verge.Context;
import dev.verge.Edge;
import dev.verge.Kv;
import dev.verge.Middleware;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.Row;
import dev.verge.Sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Every capability once, as the guides quote it. */
public final class GuideApp implements App {
  @Override
  public void define(Edge edge) {
    edge.data()
        .sql("notes", eventual(maxLag(ofSeconds(5)), orForward()))
        .kv("revocations", eventual())
        .kv("sessions", strongPerUser(), ttl(ofHours(1)))
        .kv("settings", readYourWrites())
        .kv("pages", eventual(), ttl(ofMinutes(5)));
    edge.sessions("sessions");
    edge.revocations("revocations");
    edge.origin(Greeter.class, o -> new CountingGreeter(), because("one counter for the world"));

    edge.use(GuideApp::poweredBy);
    edge.post("/notes", GuideApp::write);
    edge.get("/notes/{id}", GuideApp::read);
    edge.get("/notes", GuideApp::search);
    edge.post("/notes/import", GuideApp::importNotes);
    edge.get("/authors/{name}", GuideApp::author);
    edge.get("/greetings/{name}", GuideApp::greet).calls(Greeter.class);
    edge.get("/report", GuideApp::report);
    edge.post("/enter", GuideApp::enter);
    edge.post("/leave", GuideApp::leave);
    edge.post("/leave-everywhere", GuideApp::leaveEverywhere);
    edge.delete("/notes/{id}", GuideApp::remove).requires(scope("notes:write"));
    edge.group(
        "/settings",
        settings -> {
          settings.use(GuideApp::signedIn);
          settings.get("/{key}", GuideApp::setting);
          settings.put("/{key}", GuideApp::change);
        });
  }

  record NewNote(String author, String body) {
    NewNote {
      if (author.isBlank()) {
        throw Problem.field("author", "must not be blank");
      }
    }
  }

  static Response write(Context c) {
    NewNote note = c.json(NewNote.class);
    long id =
        c.sql("notes")
            .batch(
                List.of(
                    Statement.of(
                        "INSERT INTO note(author, body) VALUES (?, ?) RETURNING id",
                        note.author(),
                        note.body()),
                    Statement.of(
                        "INSERT INTO tally VALUES (?, 1)"
                            + " ON CONFLICT(author) DO UPDATE SET notes = notes + 1",
                        note.author())))
            .getFirst()
            .rows()
            .getFirst()
            .integer("id");
    return Response.created(Map.of("id", id));
  }

  static Response read(Context c) {
    return c.sql("notes")
        .first("SELECT * FROM note WHERE id = ?", c.path("id"))
        .map(Response::json)
        .orElseThrow(() -> Problem.of(404, "Not found"));
  }

  static Response remove(Context c) {
    c.sql("notes").execute("DELETE FROM note WHERE id = ?", c.path("id"));
    return Response.noContent();
  }

  record Search(@Nullable String author, @Nullable Integer limit) {}

  static Response search(Context c) {
    Search search = c.query(Search.class);
    int limit = search.limit() == null ? 20 : Math.clamp(search.limit(), 1, 100);
    List<Row> found =
        c.sql("notes")
            .query(
                "SELECT * FROM note WHERE ? IS NULL OR author = ? ORDER BY id DESC LIMIT ?",
                search.author(),
                search.author(),
                limit);
    return Response.json(found);
  }

  static Response importNotes(Context c) {
    NewNote[] notes = c.json(NewNote[].class);
    long last =
        c.sql("notes")
            .transaction(tx -> {
              long id = 0;
              for (NewNote note : notes) {
                id =
                    tx.execute(
                            "INSERT INTO note(author, body) VALUES (?, ?)",
                            note.author(),
                            note.body())
                        .lastRowId();
              }
              return id;
            });
    return Response.json(Map.of("last", last));
  }

  static Response author(Context c) {
    String name = c.path("name");
    long notes =
        c.cache()
            .aside(
                "author:" + name,
                ofSeconds(30),
                "pages",
                Long.class,
                () ->
                    c.sql("notes")
                        .first("SELECT notes FROM tally WHERE author = ?", name)
                        .map(row -> row.integer("notes"))
                        .orElse(0L));
    return Response.json(Map.of("author", name, "notes", notes));
  }

  static Response greet(Context c) {
    Greeter.Greeting greeting = c.origin(Greeter.class).greet(c.path("name"));
    c.waitUntil(() -> c.kv("pages").put("last-greeted", c.path("name")));
    return Response.json(greeting);
  }

  static Response report(Context c) {
    List<Row> rows = c.sql("notes").query("SELECT id, author FROM note ORDER BY id");
    return Response.stream(
        "text/csv; charset=utf-8",
        out -> {
          for (Row row : rows) {
            String line = row.integer("id") + "," + row.text("author") + "\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  record Entry(String name) {}

  static Response enter(Context c) {
    var session = c.sessions().start(c.json(Entry.class).name());
    return Response.created(Map.of("token", session.token())).withCookie(session.cookie());
  }

  static Response leave(Context c) {
    c.sessions().end();
    return Response.noContent();
  }

  static Response leaveEverywhere(Context c) {
    c.sessions().endAll(c.user());
    return Response.noContent();
  }

  static Response setting(Context c) {
    return c.kv("settings")
        .get(c.user() + "/" + c.path("key"))
        .map(entry -> Response.json(Map.of("value", entry.text(), "revision", entry.revision())))
        .orElseThrow(() -> Problem.of(404, "Not found"));
  }

  record Change(String value, @Nullable Long revision) {}

  static Response change(Context c) {
    Change change = c.json(Change.class);
    Kv.Write write = Kv.Write.DEFAULT;
    if (change.revision() != null) {
      write = write.ifRevision(change.revision());
    }
    byte[] value = change.value().getBytes(StandardCharsets.UTF_8);
    long revision = c.kv("settings").put(c.user() + "/" + c.path("key"), value, write);
    return Response.json(Map.of("revision", revision));
  }

  static Response signedIn(Context c, Middleware.Next next) throws Exception {
    c.user();
    return next.proceed();
  }

  static Response poweredBy(Context c, Middleware.Next next) throws Exception {
    return next.proceed().withHeader("X-Powered-By", "Verge");
  }

  private static final class CountingGreeter implements Greeter {
    private final AtomicLong count = new AtomicLong();

    @Override
    public Greeting greet(String name) {
      return new Greeting("Hello " + name, count.incrementAndGet());
    }

    @Override
    public long count() {
      return count.get();
    }
  }
}

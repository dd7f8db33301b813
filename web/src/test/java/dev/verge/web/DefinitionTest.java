package dev.verge.web;

import static dev.verge.Because.because;
import static dev.verge.Consistency.eventual;
import static dev.verge.Consistency.maxLag;
import static dev.verge.Consistency.orStale;
import static dev.verge.Consistency.readAfterWrite;
import static dev.verge.Consistency.readYourWrites;
import static dev.verge.Consistency.strong;
import static dev.verge.Consistency.strongPerUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.DataStrategy;
import dev.verge.Edge;
import dev.verge.Handler;
import dev.verge.Limit;
import dev.verge.Requirement;
import dev.verge.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  interface Orders {}

  interface Payments {}

  static final class Concrete {}

  private static final Handler OK = c -> Response.noContent();

  private static Application define(Consumer<Edge> define) {
    return Application.define(define::accept, DefinitionTest.class.getClassLoader());
  }

  private static void refused(Consumer<Edge> define, String... words) {
    assertThatThrownBy(() -> define(define))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void tellsWhatWasDeclared() {
    DataStrategy.Seed seed = tx -> {};
    Application application =
        define(edge -> {
          edge.data()
              .kv("sessions", strongPerUser(), Duration.ofHours(1))
              .seed("catalog", seed)
              .sql("catalog", eventual(maxLag(Duration.ofSeconds(5)), orStale()))
              .sql("profiles", readAfterWrite())
              .kv("flags", readYourWrites())
              .postgres("orders");
          edge.sessions("sessions");
          edge.origin(Orders.class, o -> new Orders() {}, because("one ledger"));
          edge.get("/", OK);
          edge.group(
              "/api",
              api ->
                  api.post("/orders", OK)
                      .calls(Orders.class)
                      .requires(Requirement.signedIn())
                      .limit(Limit.perMinute(60).by(Limit.user())));
          edge.assets("/assets", "static");
        });
    assertThat(application.datasets())
        .containsExactly(
            new Dataset.KvDeclaration("sessions", strongPerUser(), Duration.ofHours(1)),
            new Dataset.SqlDeclaration(
                "catalog", eventual(maxLag(Duration.ofSeconds(5)), orStale()), seed),
            new Dataset.SqlDeclaration("profiles", readAfterWrite(), null),
            new Dataset.KvDeclaration("flags", readYourWrites(), null),
            new Dataset.PostgresDeclaration("orders"));
    assertThat(application.sessions()).isEqualTo("sessions");
    assertThat(application.components())
        .singleElement()
        .satisfies(component -> {
          assertThat(component.type()).isEqualTo(Orders.class);
          assertThat(component.reason()).isEqualTo("one ledger");
        });
    assertThat(application.routes())
        .containsExactly(
            declared("GET", "/"),
            new RouteDeclaration(
                "POST",
                "/api/orders",
                List.of(Orders.class),
                List.of(Requirement.signedIn()),
                List.of(Limit.perMinute(60).by(Limit.user()))),
            declared("GET", "/assets/{path...}"));
    assertThat(define(edge -> {}).sessions()).isNull();
    assertThat(define(edge -> {}).revocations()).isNull();
  }

  private static RouteDeclaration declared(String method, String pattern) {
    return new RouteDeclaration(method, pattern, List.of(), List.of(), List.of());
  }

  @Test
  void refusesDatasetsThatMakeNoSense() {
    refused(
        edge -> edge.data().sql("a", strong()).kv("a", eventual()), "'a'", "twice", "rename one");
    refused(edge -> edge.data().postgres("Orders"), "'Orders'", "lower-case");
    refused(edge -> edge.data().postgres(""), "1 to 40");
    refused(edge -> edge.data().postgres("a".repeat(41)), "1 to 40");
    refused(edge -> edge.data().postgres("../a"), "'../a'");
    refused(edge -> edge.data().sql("a", strongPerUser()), "'a'", "for KV");
    refused(edge -> edge.data().kv("a", strong()), "'a'", "strongPerUser()");
    refused(edge -> edge.data().kv("a", eventual(maxLag(Duration.ofSeconds(1)))), "'a'", "bound");
    refused(edge -> edge.data().sql("a", eventual(maxLag(Duration.ZERO))), "'a'", "more than zero");
    refused(
        edge -> edge.data().sql("a", eventual(maxLag(Duration.ofSeconds(1)), orStale(), orStale())),
        "'a'",
        "twice");
    refused(edge -> edge.data().kv("a", eventual(), Duration.ZERO), "'a'", "more than zero");
    refused(edge -> edge.data().kv("a", eventual()).seed("a", tx -> {}), "seed('a')");
    refused(edge -> edge.data().seed("missing", tx -> {}), "'missing'");
    refused(
        edge -> edge.data().sql("a", strong()).seed("a", tx -> {}).seed("a", tx -> {}),
        "two seeds");
  }

  @Test
  void refusesSessionsWithoutTheirDataset() {
    refused(edge -> edge.sessions("sessions"), "sessions", "strongPerUser()");
    refused(
        edge -> {
          edge.data().kv("sessions", eventual());
          edge.sessions("sessions");
        },
        "strong per user");
    refused(
        edge -> {
          edge.data().kv("s", strongPerUser());
          edge.sessions("s").sessions("s");
        },
        "twice");
  }

  @Test
  void refusesRevocationsWithoutTheirDataset() {
    refused(edge -> edge.revocations("revoked"), "revoked", "eventual()");
    refused(
        edge -> {
          edge.data().kv("revoked", strongPerUser());
          edge.revocations("revoked");
        },
        "that is eventual");
    refused(
        edge -> {
          edge.data().kv("r", eventual());
          edge.revocations("r").revocations("r");
        },
        "twice");
  }

  @Test
  void refusesComponentsThatMakeNoSense() {
    refused(
        edge -> edge.origin(Concrete.class, o -> new Concrete(), because("x")),
        "Concrete",
        "must be an interface");
    refused(
        edge -> {
          edge.origin(Orders.class, o -> new Orders() {}, because("x"));
          edge.origin(Orders.class, o -> new Orders() {}, because("y"));
        },
        "Orders",
        "twice");
    refused(
        edge -> {
          edge.origin(Orders.class, o -> new Orders() {}, because("x"));
          edge.post("/x", OK).calls(Orders.class, Payments.class);
        },
        "route POST /x calls Payments",
        "edge.origin(Payments.class");
  }

  @Test
  void refusesRoutesThatMakeNoSense() {
    refused(edge -> edge.get("x", OK), "'x'", "slash");
    refused(edge -> edge.get("", OK), "slash");
    refused(edge -> edge.get("/a//b", OK), "empty segment");
    refused(edge -> edge.get("/a/x{b}", OK), "'x{b}'");
    refused(edge -> edge.get("/a/{b", OK), "'{b'");
    refused(edge -> edge.get("/a/{}", OK), "'{}'");
    refused(edge -> edge.get("/a/{b-c}", OK), "'{b-c}'");
    refused(edge -> edge.get("/a/{b}/{b}", OK), "two parameters named 'b'");
    refused(edge -> edge.get("/a/{b...}/c", OK), "'{b...}'", "nothing may follow");
    refused(edge -> edge.get("/a b", OK), "'a b'");
    refused(edge -> edge.get("/a%20b", OK), "percent-encoded");
    refused(edge -> edge.get("/a?b", OK), "'a?b'");
    refused(edge -> edge.route("get", "/a", OK), "route get /a", "upper-case");
    refused(edge -> edge.route("TRACE", "/a", OK), "TRACE");
    refused(
        edge -> {
          edge.get("/a", OK);
          edge.get("/a", OK);
        },
        "route GET /a is declared twice");
    refused(
        edge -> {
          edge.get("/a/{x}/b", OK);
          edge.get("/a/{y}/b", OK);
        },
        "GET /a/{y}/b matches the same paths as GET /a/{x}/b");
    refused(
        edge -> {
          edge.get("/g/a", OK);
          edge.group("/g", g -> g.get("/a", OK));
        },
        "route GET /g/a is declared twice");
  }

  @Test
  void refusesGroupsAndMiddlewareThatWouldSurprise() {
    refused(edge -> edge.group("/", g -> {}), "'/'", "without a last slash");
    refused(edge -> edge.group("", g -> {}), "''");
    refused(edge -> edge.group("api", g -> {}), "slash");
    refused(edge -> edge.group("/{rest...}", g -> {}), "rest");
    refused(edge -> edge.group("/g", g -> g.notFound(OK)), "/g", "whole application");
    refused(edge -> edge.notFound(OK).notFound(OK), "twice");
    refused(
        edge -> {
          edge.get("/a", OK);
          edge.use((c, next) -> next.proceed());
        },
        "use(...) comes after a route");
    refused(
        edge ->
            edge.group(
                "/g",
                g -> {
                  g.get("/a", OK);
                  g.use((c, next) -> next.proceed());
                }),
        "use(...) in group /g");
    refused(edge -> edge.assets("/assets/", "static"), "'/assets/'", "last slash");
    for (String folder : List.of("", "/static", "static/", "../secret", "a/../b", "a\\b")) {
      refused(edge -> edge.assets("/assets", folder), "'" + folder + "'", "path in the bundle");
    }
  }

  @Test
  void refusesTwoLimitsOfOneName() {
    Limit shared = Limit.perMinute(3).named("shared");
    define(edge -> {
      edge.get("/a", OK).limit(shared);
      edge.get("/b", OK).limit(shared);
    });
    refused(
        edge -> {
          edge.get("/a", OK).limit(shared);
          edge.get("/b", OK).limit(Limit.perMinute(4).named("shared"));
        },
        "GET /b",
        "'shared'");
  }

  @Test
  void nothingIsDeclaredAfterwards() {
    List<Edge> leaked = new ArrayList<>();
    List<Edge.Route> routes = new ArrayList<>();
    define(edge -> {
      leaked.add(edge);
      routes.add(edge.get("/a", OK));
    });
    Edge edge = leaked.getFirst();
    List<Runnable> late =
        List.of(
            () -> edge.get("/b", OK),
            () -> edge.use((c, next) -> next.proceed()),
            () -> edge.data().postgres("late"),
            () -> edge.data().seed("late", tx -> {}),
            () -> edge.sessions("late"),
            () -> edge.revocations("late"),
            () -> edge.notFound(OK),
            () -> edge.origin(Orders.class, o -> new Orders() {}, because("x")),
            () -> routes.getFirst().calls(Orders.class),
            () -> routes.getFirst().requires(Requirement.signedIn()),
            () -> routes.getFirst().limit(Limit.perMinute(1)));
    for (Runnable declaration : late) {
      assertThatThrownBy(declaration::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("within App.define");
    }
  }
}

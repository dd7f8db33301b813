package dev.verge.web;

import static dev.verge.Because.because;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Context;
import dev.verge.Cookie;
import dev.verge.Edge;
import dev.verge.Handler;
import dev.verge.Headers;
import dev.verge.Identity;
import dev.verge.Middleware;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.SqlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Middleware, contexts, and what becomes of exceptions. */
class HandlingTest {
  interface Orders {
    String create();
  }

  record Secret(String secret) {
    @Override
    public String secret() {
      throw new IllegalStateException(secret);
    }
  }

  record Counting(AtomicInteger encodings) {
    @Override
    public AtomicInteger encodings() {
      encodings.incrementAndGet();
      return encodings;
    }
  }

  private static Harness one(Handler handler) {
    return new Harness(edge -> edge.route("GET", "/x/{id}", handler));
  }

  private static String answer(Handler handler, Requests request) {
    return one(handler).bodyOf(request);
  }

  private static final Requests X = Requests.get("/x/7");

  private static Middleware trace(String name, List<String> trace) {
    return (c, next) -> {
      trace.add("+" + name);
      Response response = next.proceed();
      trace.add("-" + name);
      return response;
    };
  }

  @Test
  void middlewareRunsFromTheOutsideInAndBack() {
    List<String> trace = new ArrayList<>();
    Harness harness =
        new Harness(edge -> {
          edge.use(trace("a", trace), trace("b", trace));
          edge.group(
              "/g",
              group -> {
                group.use(trace("c", trace));
                group.get("", c -> Response.text("group"));
                group.get("/x", c -> Response.text("in group"));
                group.group("/h/{id}", h -> h.get("/y", c -> Response.text(c.path("id"))));
              });
          edge.get("/x", c -> Response.text("outside"));
        });
    assertThat(harness.bodyOf(Requests.get("/g/x"))).isEqualTo("in group");
    assertThat(trace).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    trace.clear();
    assertThat(harness.bodyOf(Requests.get("/x"))).isEqualTo("outside");
    assertThat(trace).containsExactly("+a", "+b", "-b", "-a");
    assertThat(harness.bodyOf(Requests.get("/g"))).isEqualTo("group");
    assertThat(harness.bodyOf(Requests.get("/g/h/5/y"))).isEqualTo("5");
    assertThat(harness.handle(Requests.get("/g/")).status()).isEqualTo(404);
  }

  @Test
  void middlewareTransformsRequestAndResponseAndLeavesValues() {
    Harness harness =
        new Harness(edge -> {
          edge.use((c, next) -> {
            c.set("tenant", "blue");
            Response response = next.proceed(c.request().withHeader("X-In", "1"));
            boolean unchanged = c.request().header("X-In").isEmpty();
            return response.withHeader("X-Out", "2").withHeader("X-Own", "" + unchanged);
          });
          edge.get(
              "/x", c -> Response.text(c.request().header("X-In").orElse("-") + c.get("tenant")));
        });
    Response response = harness.handle(Requests.get("/x"));
    assertThat(harness.body(response)).isEqualTo("1blue");
    assertThat(response.headers().first("X-Out")).isEqualTo("2");
    assertThat(response.headers().first("X-Own")).isEqualTo("true");
  }

  @Test
  void aReplacedBodyIsWhatTheHandlerReads() {
    record Body(int n) {}
    Harness harness =
        new Harness(edge -> {
          edge.use((c, next) ->
              next.proceed(c.request().withBody("{\"n\":2}".getBytes(StandardCharsets.UTF_8))));
          edge.post("/x", c -> Response.json(c.json(Body.class)));
        });
    assertThat(harness.bodyOf(Requests.json("/x", "{\"n\":1}"))).isEqualTo("{\"n\":2}");
  }

  @Test
  void middlewareMayAnswerByItself() {
    Harness harness =
        new Harness(edge -> {
          edge.use((c, next) -> Response.status(429));
          edge.get("/x", c -> Response.text("never"));
        });
    assertThat(harness.handle(Requests.get("/x")).status()).isEqualTo(429);
  }

  @Test
  void middlewareSeesProblemsAsResponsesAndWrapsWhatNoRouteAnswers() {
    Middleware mark = (c, next) -> next.proceed().withHeader("X-Mark", "1");
    Harness harness =
        new Harness(edge -> {
          edge.use(mark);
          edge.get(
              "/x",
              c -> {
                throw Problem.of(409, "Conflict", "already there");
              });
          edge.notFound(c -> Response.html("<h1>Nothing here").withStatus(404));
        });
    Response problem = harness.handle(Requests.get("/x"));
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.headers().first("X-Mark")).isEqualTo("1");
    Response missing = harness.handle(Requests.get("/nowhere"));
    assertThat(missing.status()).isEqualTo(404);
    assertThat(harness.body(missing)).isEqualTo("<h1>Nothing here");
    assertThat(missing.headers().first("X-Mark")).isEqualTo("1");
    assertThat(harness.handle(Requests.of("PUT", "/x")).headers().first("X-Mark")).isEqualTo("1");
    assertThat(harness.handle(Requests.of("OPTIONS", "/x")).headers().first("X-Mark"))
        .isEqualTo("1");
  }

  @Test
  void aProblemBecomesItsResponse() {
    Harness harness =
        one(c -> {
          throw Problem.unavailable("the home is out of reach", Duration.ofSeconds(3))
              .with("home", "nrt");
        });
    Response response = harness.handle(X);
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers().first("Retry-After")).isEqualTo("3");
    assertThat(response.headers().first("Content-Type")).isEqualTo("application/problem+json");
    assertThat(harness.body(response))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Service unavailable\",\"status\":503,"
                + "\"detail\":\"the home is out of reach\",\"home\":\"nrt\"}");
  }

  @Test
  void anythingElseIsA500ThatTellsTheRequestsIdAndNothingMore() {
    List<Handler> failing =
        List.of(
            c -> {
              throw new IllegalArgumentException("secret");
            },
            c -> {
              throw new SqlException(SqlException.Kind.STATEMENT, "no such table: secret");
            },
            c -> {
              throw new java.io.IOException("secret");
            },
            c -> {
              throw new StackOverflowError("secret");
            },
            c -> Response.json(new Secret("secret")),
            c -> c.render("no-such.jte", Map.of()),
            c -> Response.text(c.path("secret")),
            c -> Response.json(c.sql("secret").query("SELECT 1")));
    for (Handler handler : failing) {
      Harness harness = one(handler);
      Response response = harness.handle(X);
      assertThat(response.status()).isEqualTo(500);
      assertThat(harness.body(response))
          .isEqualTo(
              "{\"type\":\"about:blank\",\"title\":\"Internal server error\",\"status\":500,"
                  + "\"requestId\":\"request-7\"}");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // the fault under test
  void aHandlerThatReturnsNullIsABug() {
    assertThat(one(c -> null).handle(X).status()).isEqualTo(500);
  }

  @Test
  void anInterruptedHandlerLeavesTheThreadInterrupted() {
    Response response =
        one(
                c -> {
                  throw new InterruptedException();
                })
            .handle(X);
    assertThat(response.status()).isEqualTo(500);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aKeptResponseIsEncodedOnce() {
    AtomicInteger encodings = new AtomicInteger();
    Response kept = Response.json(new Counting(encodings));
    Harness harness = one(c -> kept.withHeader("X-Request", c.requestId()));
    assertThat(harness.bodyOf(X)).isEqualTo("{\"encodings\":1}");
    assertThat(harness.bodyOf(X)).isEqualTo("{\"encodings\":1}");
    assertThat(encodings.get()).isEqualTo(1);
  }

  @Test
  void timesRoutingAndWhatTheHandlerAdds() {
    Harness harness =
        one(c -> {
          c.timing("price", Duration.ofMillis(3));
          return Response.noContent();
        });
    harness.handle(X);
    assertThat(harness.timings).containsKey("route").containsEntry("price", 3_000_000L);
    assertThat(one(c -> timed(c, "bad metric")).handle(X).status()).isEqualTo(500);
  }

  private static Response timed(Context c, String metric) {
    c.timing(metric, Duration.ZERO);
    return Response.noContent();
  }

  @Test
  void anOriginComponentMustBeDeclaredByTheRoute() {
    Consumer<Edge> component =
        edge -> edge.origin(Orders.class, o -> () -> "there", because("one ledger"));
    Handler handler = c -> Response.text(c.origin(Orders.class).create());
    Harness declared =
        new Harness(edge -> {
          component.accept(edge);
          edge.post("/x", handler).calls(Orders.class);
        });
    declared.component = (Orders) () -> "made";
    assertThat(declared.bodyOf(Requests.of("POST", "/x"))).isEqualTo("made");

    String[] message = {""};
    Harness undeclared =
        new Harness(edge -> {
          component.accept(edge);
          edge.use((c, next) -> {
            try {
              return next.proceed();
            } catch (IllegalStateException e) {
              message[0] = String.valueOf(e.getMessage());
              throw e;
            }
          });
          edge.post("/x", handler);
        });
    assertThat(undeclared.handle(Requests.of("POST", "/x")).status()).isEqualTo(500);
    assertThat(message[0])
        .isEqualTo(
            "route POST /x calls origin component Orders without declaring it:"
                + " add .calls(Orders.class)");
  }

  @Test
  void tellsWhoAsksAndWhere() {
    Harness harness =
        one(c -> Response.text(c.user() + " " + c.country() + " " + c.location().code()));
    Response anonymous = harness.handle(X);
    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(anonymous.headers().first("WWW-Authenticate")).isEqualTo("Bearer");
    harness.identity = new Identity("u1", Map.of());
    assertThat(harness.bodyOf(X)).isEqualTo("u1 DE fra");
  }

  @Test
  void tasksAreLeftForAfterTheResponse() {
    List<String> done = new ArrayList<>();
    Harness harness =
        one(c -> {
          c.waitUntil(() -> done.add("after"));
          return Response.noContent();
        });
    harness.handle(X);
    assertThat(done).isEmpty();
    harness.afterwards.forEach(Runnable::run);
    assertThat(done).containsExactly("after");
  }

  @Test
  void anIdempotencyKeyIsRequiredAndBounded() {
    Handler echo = c -> Response.text(c.idempotencyKey());
    assertThat(answer(echo, X))
        .contains("\"status\":400")
        .contains("\"field\":\"Idempotency-Key\"");
    assertThat(answer(echo, X.withHeader("Idempotency-Key", " "))).contains("\"status\":400");
    assertThat(answer(echo, X.withHeader("Idempotency-Key", "k".repeat(201))))
        .contains("at most 200");
    String longest = "k".repeat(200);
    assertThat(answer(echo, X.withHeader("Idempotency-Key", longest))).isEqualTo(longest);
  }

  @Test
  void readsCookiesLeniently() {
    assertThat(cookie("a=1; session=abc; b=2")).isEqualTo("abc");
    assertThat(cookie("session=abc;;; =x; junk")).isEqualTo("abc");
    assertThat(cookie("junk;session=\"abc\"")).isEqualTo("abc");
    assertThat(cookie("  session =  abc  ")).isEqualTo("abc");
    assertThat(cookie("session=a=b==")).isEqualTo("a=b==");
    assertThat(cookie("session=first; session=second")).isEqualTo("first");
    assertThat(cookie("xsession=abc; Session=abc; session")).isEqualTo("none");
    assertThat(cookie("session=")).isEqualTo("");
    assertThat(cookie("session=\"")).isEqualTo("\"");
    assertThat(cookie("")).isEqualTo("none");
    assertThat(cookie(null)).isEqualTo("none");
  }

  private static String cookie(@Nullable String header) {
    Headers headers =
        header == null ? Headers.empty() : Headers.of("Cookie", "other=1", "cookie", header);
    return Cookies.find(headers, "session").orElse("none");
  }

  @Test
  void setsCookies() {
    Response response =
        one(c ->
                Response.noContent()
                    .withCookie(Cookie.of("a", "1"))
                    .withCookie(Cookie.of("b", "2")))
            .handle(X);
    assertThat(response.headers().all("Set-Cookie")).hasSize(2);
  }

  @Test
  void headIsAnsweredByTheGetRoute() {
    Harness harness = one(c -> Response.text("hello"));
    assertThat(harness.bodyOf(Requests.of("HEAD", "/x/7"))).isEqualTo("hello");
  }
}

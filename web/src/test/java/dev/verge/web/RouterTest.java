package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Edge;
import dev.verge.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What any router of Verge must do, seen from outside: requests in, responses out. */
class RouterTest {
  private static final List<String> PATTERNS =
      List.of(
          "GET /",
          "GET /a",
          "GET /a/",
          "GET /a/{x}",
          "POST /a/{y}",
          "GET /a/b",
          "GET /a/{x}/c",
          "GET /a/b/{y}",
          "DELETE /a/b/{y}",
          "GET /files/{rest...}",
          "GET /files/{one}/info",
          "GET /café/{x}",
          "GET /naïve",
          "PURGE /a/b");

  private static Harness harness(List<String> patterns) {
    return new Harness(edge -> patterns.forEach(p -> declare(edge, p)));
  }

  /** Answers with the pattern and the parameters. */
  private static void declare(Edge edge, String declaration) {
    String[] parts = declaration.split(" ", 2);
    edge.route(
        parts[0],
        parts[1],
        c -> {
          StringBuilder text = new StringBuilder(declaration);
          for (String name : Pattern.parse(parts[1]).names()) {
            text.append(' ').append(name).append('=').append(c.path(name));
          }
          return Response.text(text.toString());
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /                 | GET /
          GET    | /a                | GET /a
          GET    | /a/               | GET /a/
          GET    | /a/z              | GET /a/{x} x=z
          GET    | /a/b              | GET /a/b
          POST   | /a/b              | POST /a/{y} y=b
          PURGE  | /a/b              | PURGE /a/b
          GET    | /a/z/c            | GET /a/{x}/c x=z
          GET    | /a/b/c            | GET /a/b/{y} y=c
          DELETE | /a/b/c            | DELETE /a/b/{y} y=c
          HEAD   | /a/z              | GET /a/{x} x=z
          GET    | /a/%7Eb           | GET /a/{x} x=~b
          GET    | /%61              | GET /a
          GET    | /a/x%2Fy          | GET /a/{x} x=x/y
          GET    | /a/%62/y          | GET /a/b/{y} y=y
          GET    | /a/%E2%82%AC      | GET /a/{x} x=€
          GET    | /a/%F0%9F%A6%94   | GET /a/{x} x=🦔
          GET    | /a/a+b            | GET /a/{x} x=a+b
          GET    | /caf%C3%A9/1      | GET /café/{x} x=1
          GET    | /na%C3%AFve       | GET /naïve
          GET    | /a/..             | GET /a/{x} x=..
          GET    | /files/           | GET /files/{rest...} rest=
          GET    | /files/x/y//z     | GET /files/{rest...} rest=x/y//z
          GET    | /files/x/info     | GET /files/{one}/info one=x
          GET    | /files//info      | GET /files/{rest...} rest=/info
          GET    | /files/x/info/    | GET /files/{rest...} rest=x/info/
          """)
  void findsTheMostSpecificRouteThatHasTheMethod(String method, String path, String expected) {
    List<String> backwards = PATTERNS.reversed();
    for (List<String> order : List.of(PATTERNS, backwards)) {
      Harness harness = harness(order);
      assertThat(harness.bodyOf(Requests.of(method, path)).strip()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b", "/A", "//", "/a/b/c/d", "/a//c", "/files", "/a//", "/ab", "/a/z/"})
  void answers404WhereNoPatternMatches(String path) {
    Response response = harness(PATTERNS).handle(Requests.get(path));
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().first("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | /         | GET, HEAD, OPTIONS
          PUT   | /a/b      | GET, HEAD, OPTIONS, POST, PURGE
          PATCH | /a/z      | GET, HEAD, OPTIONS, POST
          HEAD  | /only     | OPTIONS, POST
          POST  | /files/x/info | GET, HEAD, OPTIONS
          """)
  void answers405WithTheMethodsOfEveryPatternThatMatches(String method, String path, String allow) {
    List<String> patterns = new ArrayList<>(PATTERNS);
    patterns.add("POST /only");
    Response response = harness(patterns).handle(Requests.of(method, path));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers().first("Allow")).isEqualTo(allow);
    assertThat(response.headers().first("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void everyAllowedMethodIsThenAnswered() {
    Harness harness = harness(PATTERNS);
    String allow = harness.handle(Requests.of("PUT", "/a/b")).headers().first("Allow");
    for (String method : String.valueOf(allow).split(", ", -1)) {
      assertThat(harness.handle(Requests.of(method, "/a/b")).status())
          .as(method)
          .isBetween(200, 204);
    }
  }

  @Test
  void answersOptionsForAPathAndForTheServer() {
    Harness harness = harness(PATTERNS);
    Response path = harness.handle(Requests.of("OPTIONS", "/a/b/c"));
    assertThat(path.status()).isEqualTo(204);
    assertThat(path.headers().first("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
    Response server = harness.handle(Requests.of("OPTIONS", "*"));
    assertThat(server.status()).isEqualTo(204);
    assertThat(server.headers().first("Allow"))
        .isEqualTo("DELETE, GET, HEAD, OPTIONS, POST, PURGE");
    assertThat(harness.handle(Requests.of("OPTIONS", "/nowhere")).status()).isEqualTo(404);
    assertThat(harness.handle(Requests.of("GET", "*")).status()).isEqualTo(400);
  }

  @Test
  void declaredOptionsAndHeadRoutesComeFirst() {
    Harness harness = harness(List.of("GET /a", "HEAD /a", "OPTIONS /a"));
    assertThat(harness.bodyOf(Requests.of("HEAD", "/a"))).isEqualTo("HEAD /a");
    assertThat(harness.bodyOf(Requests.of("OPTIONS", "/a"))).isEqualTo("OPTIONS /a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/a/%",
        "/a/%4",
        "/a/%zz",
        "/a/%C3",
        "/a/%C0%AF",
        "/a/%ED%A0%80",
        "/a/%FF",
        "/a/%00",
        "/a/x y",
        "/a/\u00e9",
        "/na\u00efve",
        "/a/\u0001",
        "/files/%"
      })
  void answers400ToAPathThatCannotBeDecoded(String path) {
    Harness harness = harness(PATTERNS);
    Response response = harness.handle(Requests.get(path));
    assertThat(response.status()).isEqualTo(400);
    assertThat(harness.body(response)).contains("\"detail\":\"the path ");
  }

  @Test
  void aLongPathOfManySegmentsIsMatchedInStepsThatTheTreeBounds() {
    List<String> patterns = new ArrayList<>();
    for (int bits = 0; bits < 256; bits++) {
      StringBuilder pattern = new StringBuilder("GET ");
      for (int i = 0; i < 8; i++) {
        pattern.append((bits >> i & 1) == 0 ? "/a" : "/{p" + i + "}");
      }
      patterns.add(pattern.toString());
    }
    Harness harness = harness(patterns);
    assertThat(harness.bodyOf(Requests.get("/a/a/a/a/a/a/a/a"))).isEqualTo("GET /a/a/a/a/a/a/a/a");
    String hostile = "/a".repeat(10_000);
    assertThat(harness.handle(Requests.get(hostile)).status()).isEqualTo(404);
  }

  @Test
  void matchingAloneTellsTheDeclaredRoute() {
    Harness harness = harness(PATTERNS);
    assertThat(harness.application.match(Requests.get("/a/z")).route())
        .isEqualTo(new RouteDeclaration("GET", "/a/{x}", List.of(), List.of(), List.of()));
    assertThat(harness.application.match(Requests.get("/nowhere")).route()).isNull();
    assertThat(harness.application.match(Requests.of("PUT", "/a")).route()).isNull();
    assertThat(harness.application.match(Requests.get("/%")).route()).isNull();
  }
}

package dev.verge.web;

import static dev.verge.Requirement.claim;
import static dev.verge.Requirement.scope;
import static dev.verge.Requirement.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Identity;
import dev.verge.Requirement;
import dev.verge.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a route requires of its callers. */
class RequirementsTest {
  private static Response answer(@Nullable Identity caller, Requirement... required) {
    Harness harness =
        new Harness(edge -> edge.get("/x", c -> Response.text("in")).requires(required));
    harness.identity = caller;
    return harness.handle(Requests.get("/x"));
  }

  private static Identity with(Map<String, Object> claims) {
    return new Identity("u1", claims);
  }

  @Test
  void nobodyIsToldToSignIn() {
    Response response = answer(null, signedIn());
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers().first("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer(null, scope("orders:write")).status()).isEqualTo(401);
    assertThat(answer(with(Map.of()), signedIn()).status()).isEqualTo(200);
  }

  @Test
  void aTokenWithoutTheScopeIsToldWhichIsNeeded() {
    Response response = answer(with(Map.of("scope", "orders:read")), scope("orders:write"));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"orders:write\"");
    assertThat(answer(with(Map.of()), scope("orders:write")).status()).isEqualTo(403);
    assertThat(answer(with(Map.of("scope", "orders:writer")), scope("orders:write")).status())
        .isEqualTo(403);
  }

  @Test
  void scopesAreWordsOrLists() {
    for (Map<String, Object> claims :
        List.<Map<String, Object>>of(
            Map.of("scope", "a  orders:write b"),
            Map.of("scp", "orders:write"),
            Map.of("scp", List.of("a", "orders:write")))) {
      assertThat(answer(with(claims), scope("orders:write")).status()).isEqualTo(200);
    }
  }

  @Test
  void aClaimIsTheValueOrHoldsIt() {
    assertThat(answer(with(Map.of("role", "admin")), claim("role", "admin")).status())
        .isEqualTo(200);
    assertThat(answer(with(Map.of("role", List.of("x", "admin"))), claim("role", "admin")).status())
        .isEqualTo(200);
    assertThat(answer(with(Map.of("role", "adm")), claim("role", "admin")).status()).isEqualTo(403);
  }

  @Test
  void allAreRequired() {
    Identity reader = with(Map.of("scope", "read", "role", "admin"));
    assertThat(answer(reader, scope("read"), claim("role", "admin")).status()).isEqualTo(200);
    assertThat(answer(reader, claim("role", "admin"), scope("write")).status()).isEqualTo(403);
  }

  @Test
  void middlewareSeesTheRefusal() {
    Harness harness =
        new Harness(edge -> {
          edge.use((c, next) -> next.proceed().withHeader("X-Seen", "1"));
          edge.get("/x", c -> Response.text("in")).requires(signedIn());
        });
    assertThat(harness.handle(Requests.get("/x")).headers().first("X-Seen")).isEqualTo("1");
  }

  @Test
  void aScopeIsAToken() {
    assertThatThrownBy(() -> scope("two words")).hasMessageContaining("two words");
  }
}

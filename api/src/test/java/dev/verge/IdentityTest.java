package dev.verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IdentityTest {
  @Test
  void scopesAreThoseOfEitherClaimAndOfAnyForm() {
    assertThat(scopes(Map.of())).isEmpty();
    assertThat(scopes(Map.of("scope", ""))).isEmpty();
    assertThat(scopes(Map.of("scope", "read  write"))).containsExactlyInAnyOrder("read", "write");
    assertThat(scopes(Map.of("scp", List.of("read", 1, "all"))))
        .containsExactlyInAnyOrder("read", "all");
    assertThat(scopes(Map.of("scope", "a", "scp", "b"))).containsExactlyInAnyOrder("a", "b");
    assertThat(scopes(Map.of("scope", 7))).isEmpty();
  }

  private static Set<String> scopes(Map<String, Object> claims) {
    return new Identity("u1", claims).scopes();
  }
}

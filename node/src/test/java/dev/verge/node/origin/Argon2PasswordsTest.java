package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Problem;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Argon2PasswordsTest {
  private static final String CHARS = "$argon2id v=19,mtp0123456789+/=ABCxyz\n\u00e9";

  private final Argon2Passwords passwords = new Argon2Passwords();

  @Test
  void aPasswordHasItsHashAndNoOther() {
    String hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct horsf", hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
  }

  /** From the tests of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
  @Test
  void hashesMadeElsewhereAreUnderstood() {
    String reference =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assertThat(passwords.verify("password", reference)).isTrue();
    assertThat(passwords.verify("passwort", reference)).isFalse();
  }

  @Test
  void anEmptyOrOverlongPasswordIsNotHashedAndMatchesNothing() {
    String hash = passwords.hash("x".repeat(1_024));
    assertThat(passwords.verify("x".repeat(1_024), hash)).isTrue();
    assertThat(passwords.verify("x".repeat(1_025), hash)).isFalse();
    for (String bad : new String[] {"", "x".repeat(1_025), "\u00e9".repeat(513)}) {
      assertThatThrownBy(() -> passwords.hash(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a password has 1 to 1024 bytes");
    }
  }

  @Test
  void hashesThatCostTooMuchOrNothingAreRefused() {
    String rest = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for (String cost :
        new String[] {
          "m=999999,t=1,p=1", "m=131073,t=1,p=1", "m=256,t=17,p=1", "m=256,t=0,p=1",
          "m=256,t=1,p=0", "m=0,t=1,p=1", "m=7,t=1,p=1", "m=15,t=1,p=2"
        }) {
      assertThat(passwords.verify("password", "$argon2id$v=19$" + cost + rest)).isFalse();
    }
  }

  @Test
  void aMalformedHashIsNeverAnErrorAndNeverMatches() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    String good =
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder broken = new StringBuilder(good);
      for (int edits = 1 + random.nextInt(4); edits > 0 && !broken.isEmpty(); edits--) {
        int at = random.nextInt(broken.length());
        char c = CHARS.charAt(random.nextInt(CHARS.length()));
        switch (random.nextInt(4)) {
          case 0 -> broken.setCharAt(at, c);
          case 1 -> broken.insert(at, c);
          case 2 -> broken.deleteCharAt(at);
          default -> broken.setLength(at + 1);
        }
      }
      // Digits that were inserted may ask for much memory, and that is slow.
      String text = broken.toString().replaceFirst("m=\\d{4,}", "m=0064");
      assertThat(passwords.verify("password", text)).as("seed %d, %s", seed, text).isFalse();
    }
  }

  @Test
  void whoWaitsTooLongGetsA503() {
    Argon2Passwords busy = new Argon2Passwords(0, Duration.ofMillis(20));
    Problem problem = catchThrowableOfType(Problem.class, () -> busy.hash("password"));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfterSeconds()).isEqualTo(1);
  }
}

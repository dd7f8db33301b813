package dev.verge.shield.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpKeysTest {
  private static final String SET = Signer.jwks(Signer.es256("k"));

  private IssuerServer server;
  private HttpKeys keys;

  @BeforeEach
  void start() throws IOException {
    server = new IssuerServer();
    keys = new HttpKeys(server.address());
  }

  @AfterEach
  void stop() {
    keys.close();
    server.close();
  }

  @Test
  void aSetIsReadWithTheTimeThatItHolds() throws IOException {
    server.answers(SET, "Cache-Control", "public, max-age=600");
    assertThat(keys.fetch()).isEqualTo(new KeyFetch.Fetched(SET, Duration.ofMinutes(10)));
    server.answers(SET, "Cache-Control", "s-maxage=5");
    assertThat(keys.fetch().maxAge()).isNull();
    server.answers(SET, "Cache-Control", "no-store, max-age=600");
    assertThat(keys.fetch().maxAge()).isZero();
    server.answers(SET, "X-Other", "max-age=5");
    assertThat(keys.fetch().maxAge()).isNull();
  }

  @Test
  void otherStatusesAndRedirectsAreRefused() {
    server.answers(404, "{}");
    fails("status 404");
    server.answers(302, "", "Location", "http://localhost:1/");
    fails("status 302, and redirects are not followed");
  }

  @Test
  void aHugeBodyIsRefused() {
    server.answers(SET + " ".repeat(HttpKeys.LARGEST));
    fails("cannot be read");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    server.answers(200, new byte[] {(byte) 0xff, '{', '}'});
    fails("UTF-8");
  }

  @Test
  void anAnswerThatDoesNotEndIsRefusedInTime() {
    keys.close();
    keys = new HttpKeys(server.address(), Duration.ofMillis(200));
    server.hangs(false);
    fails("no whole answer");
    server.hangs(true);
    fails("no whole answer");
  }

  @Test
  void aServerThatIsNotThereIsSaid() {
    server.close();
    fails("cannot be read");
  }

  private void fails(String why) {
    assertThatThrownBy(keys::fetch).isInstanceOf(IOException.class).hasMessageContaining(why);
  }
}

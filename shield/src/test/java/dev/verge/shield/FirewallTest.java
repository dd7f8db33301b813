package dev.verge.shield;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.Header;
import dev.verge.waf.Interruption;
import dev.verge.waf.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirewallTest {
  private static final String RULES =
      """
      SecRule ARGS "@contains evil" "id:1,phase:2,deny,status:403,msg:'Evil in %{MATCHED_VAR}'"
      SecRule RESPONSE_BODY "@contains secret" "id:2,phase:4,deny,status:500,msg:'Leak'"
      """;

  @TempDir private Path folder;

  private static Firewall firewall(String rules) throws IOException {
    return new Firewall(Rules.builder().text("rules", rules).build(), "iad");
  }

  private static Firewall.Request get(String uri) {
    return new Firewall.Request("192.0.2.1", "GET", uri, "HTTP/1.1", List.of(), new byte[0]);
  }

  @Test
  void refusesWhatItsRulesRefuseAndCountsWhichDid() throws IOException {
    Firewall firewall = firewall(RULES);
    Firewall.Inspection bad = firewall.begin("r1", "192.0.2.1");
    Interruption stop = bad.request(get("/?q=evil"));
    bad.end();
    assertThat(stop).isEqualTo(new Interruption(1, 403, null, false));
    Firewall.Inspection good = firewall.begin("r2", "192.0.2.1");
    assertThat(good.request(get("/?q=good"))).isNull();
    good.end();
    assertThat(firewall.matches()).containsExactlyEntriesOf(java.util.Map.of(1, 1L));
  }

  @Test
  void looksAtTheBodyOfAResponseByItsType() throws IOException {
    Firewall firewall = firewall(RULES);
    byte[] leak = "the secret".getBytes(UTF_8);
    Firewall.Inspection text = firewall.begin("r1", "192.0.2.1");
    text.request(get("/"));
    List<Header> html = List.of(new Header("Content-Type", "text/html; charset=utf-8"));
    assertThat(text.response(200, "HTTP/1.1", html, leak)).isNotNull();
    Firewall.Inspection image = firewall.begin("r2", "192.0.2.1");
    image.request(get("/"));
    List<Header> png = List.of(new Header("Content-Type", "image/png"));
    assertThat(image.response(200, "HTTP/1.1", png, leak)).isNull();
  }

  @Test
  void notesWhatMatchedWithoutWhatTheRequestCarried() throws IOException {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(Firewall.class.getName());
    Handler handler = new Collecting(lines);
    logger.addHandler(handler);
    try {
      Firewall.Inspection inspection = firewall(RULES).begin("r1", "192.0.2.1");
      inspection.request(get("/?name%0Aof=evil%0Apassword"));
      inspection.end();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("rule", "matched at")
        .doesNotContain("password");
  }

  @Test
  void rulesThatCannotBeLoadedAreNamed() throws IOException {
    assertThatThrownBy(() -> new FirewallRules(folder, 1, true).load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.toString());
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("crs-setup.conf"), "SecRule ARGS \"@huh x\" \"id:7\"\n");
    assertThatThrownBy(() -> new FirewallRules(folder, 1, true).load())
        .hasMessageContaining("crs-setup.conf:1: there is no operator @huh");
    assertThatThrownBy(() -> new FirewallRules(null, 5, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final class Collecting extends Handler {
    private final List<String> lines;

    Collecting(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord logged) {
      lines.add(
          logged.getMessage()
              + List.of(logged.getParameters() == null ? new Object[0] : logged.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

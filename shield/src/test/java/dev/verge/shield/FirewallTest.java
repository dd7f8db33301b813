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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirewallTest {
  private static final Duration TIME = Duration.ofMinutes(1);

  private static final String RULES =
      """
      SecRule ARGS "@contains evil" "id:1,phase:2,deny,status:403,msg:'Evil in %{MATCHED_VAR}'"
      SecRule RESPONSE_BODY "@contains secret" "id:2,phase:4,deny,status:500,msg:'Leak'"
      """;

  @TempDir private Path folder;

  private static Firewall firewall(String rules) throws IOException {
    Rules compiled = Rules.builder().text("rules", rules).build();
    return new Firewall(() -> compiled, "iad", TIME, null);
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
  void logsWhatItRefusesWithoutWhatTheRequestCarried() throws IOException {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(Firewall.class.getName());
    Handler handler = new Collecting(lines);
    logger.addHandler(handler);
    logger.setLevel(Level.FINE);
    try {
      Firewall.Inspection inspection = firewall(RULES).begin("r1", "192.0.2.1");
      inspection.request(get("/?name%0Aof=evil%0Apassword"));
      inspection.end();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
    }
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("r1", "refused by rule")
        .doesNotContain("password");
  }

  private String audited(boolean values) throws IOException {
    Path place = Files.createDirectory(folder.resolve("values-" + values));
    try (AuditLog audit = new AuditLog(place, 1 << 20, values, InstantSource.system())) {
      Rules rules = Rules.builder().text("rules", RULES).build();
      Firewall firewall = new Firewall(() -> rules, "iad", TIME, audit);
      Firewall.Inspection inspection = firewall.begin("r1", "192.0.2.1");
      inspection.request(get("/secret?na\u0001me=evil%22password"));
      inspection.end();
      Firewall.Inspection good = firewall.begin("r2", "192.0.2.1");
      good.request(get("/"));
      good.end();
    }
    return Files.readString(place.resolve("audit.0.jsonl"));
  }

  @Test
  void writesALineOfJsonForEachRequestThatRulesMatch() throws IOException {
    assertThat(audited(false))
        .endsWith("}\n")
        .hasLineCount(1)
        .contains("\"requestId\":\"r1\"", "\"rule\":1", "\"refused\":true", "\"variable\":\"ARGS\"")
        .contains("\"address\":\"192.0.2.1\"", "\"location\":\"iad\"")
        .doesNotContain("secret", "u0001", "password");
    assertThat(audited(true))
        .hasLineCount(1)
        .contains("/secret", "\"value\":\"evil\\\"password\"", "ARGS:na\\u0001me");
  }

  @Test
  void auditFilesTakeTurns() throws IOException {
    try (AuditLog audit = new AuditLog(folder, 10_000, false, InstantSource.system())) {
      Rules rules = Rules.builder().text("rules", RULES).build();
      Firewall firewall = new Firewall(() -> rules, "iad", TIME, audit);
      for (int i = 0; i < 500; i++) {
        Firewall.Inspection inspection = firewall.begin("r" + i, "192.0.2.1");
        inspection.request(get("/?q=evil"));
        inspection.end();
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> kept = files.filter(file -> file.toString().endsWith(".jsonl")).toList();
      assertThat(kept)
          .hasSize(5)
          .allSatisfy(file -> assertThat(file.toFile().length()).isLessThan(11_000));
    }
    assertThat(Files.readString(folder.resolve("audit.0.jsonl"))).contains("r499");
  }

  @Test
  void theOperatorsFilesComeBeforeAndAfterTheRules() throws IOException {
    Path before =
        Files.writeString(
            folder.resolve("before.conf"),
            "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.threshold=500\"\n");
    Path after = Files.writeString(folder.resolve("after.conf"), "SecRuleRemoveById 200401\n");
    String attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
    assertThat(refuses(FirewallRules.BUILT_IN, attack)).isTrue();
    assertThat(refuses(new FirewallRules(null, 1, true, before, null), attack)).isFalse();
    assertThat(refuses(new FirewallRules(null, 1, false, null, after), attack)).isFalse();
    assertThatThrownBy(
            () -> new FirewallRules(null, 1, true, null, folder.resolve("none.conf")).load())
        .hasMessageContaining("none.conf");
  }

  private static boolean refuses(FirewallRules rules, String uri) {
    Firewall firewall = new Firewall(new LiveRules(rules), "iad", TIME, null);
    return firewall.begin("r", "192.0.2.1").request(get(uri)) != null;
  }

  /** Rules that refuse every response whose request did not meet them. */
  private static String edition(int number) {
    return """
    SecAction "id:1,phase:1,pass,nolog,setvar:tx.edition=%1$d"
    SecRule TX:edition "!@streq %1$d" "id:2,phase:3,deny,status:403"
    SecRule ARGS:edition "@streq %1$d" "id:3,phase:1,deny,status:403"
    """
        .formatted(number);
  }

  @Test
  void aReloadSwapsTheRulesBetweenRequestsAndNotWithinOne() throws IOException {
    Path after = Files.writeString(folder.resolve("after.conf"), edition(1));
    LiveRules rules = new LiveRules(new FirewallRules(null, 1, true, null, after));
    Firewall firewall = new Firewall(rules, "iad", TIME, null);
    Firewall.Inspection begun = firewall.begin("r1", "192.0.2.1");
    assertThat(begun.request(get("/"))).isNull();

    Files.writeString(after, edition(2));
    assertThat(rules.reload()).isSameAs(rules.get());

    assertThat(begun.response(200, "HTTP/1.1", List.of(), null)).isNull();
    assertThat(firewall.begin("r2", "192.0.2.1").request(get("/?edition=1"))).isNull();
    assertThat(firewall.begin("r3", "192.0.2.1").request(get("/?edition=2"))).isNotNull();
  }

  @Test
  void rulesStayAsTheyWereWhenNewOnesCannotBeLoaded() throws IOException {
    Path after = Files.writeString(folder.resolve("after.conf"), edition(1));
    LiveRules rules = new LiveRules(new FirewallRules(null, 1, true, null, after));
    Rules loaded = rules.get();
    Files.writeString(
        after, "SecAction \"id:1,phase:1,pass\"\nSecRule ARGS \"@nothing\" \"id:2\"\n");
    assertThatThrownBy(rules::reload)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(after + ":2: ");
    assertThat(rules.get()).isSameAs(loaded);
  }

  @Test
  void rulesThatCannotBeLoadedAreNamed() throws IOException {
    assertThatThrownBy(() -> FirewallRules.coreRuleSet(folder, 1).load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.toString());
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("crs-setup.conf"), "SecRule ARGS \"@huh x\" \"id:7\"\n");
    assertThatThrownBy(() -> FirewallRules.coreRuleSet(folder, 1).load())
        .hasMessageContaining("crs-setup.conf:1: there is no operator @huh");
    assertThatThrownBy(() -> new FirewallRules(null, 5, true, null, null))
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

package dev.verge.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.Client;
import dev.verge.waf.Interruption;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuiltinRulesTest {
  private static final String PAGE = "text/html; charset=utf-8";

  /** A single warning: the template of a PHP page in a text. */
  private static final Sample WARNING =
      Sample.query("warning", "/page", Map.of("q", "Write <?php first"));

  private static final Sample ATTACK = Sample.query("attack", "/page", Map.of("q", "1' or 1=1--"));

  private static @Nullable Interruption run(String settings, Sample sample) throws IOException {
    Rules.Builder builder = Rules.builder().bundled("engine").text("settings", settings);
    Rules rules = builder.bundled("builtin").build();
    Transaction tx = rules.begin(new Client("203.0.113.7", 40_000, "198.51.100.1", 443, "test"));
    Interruption stop = tx.request(sample.method(), sample.uri(), "HTTP/1.1", sample.headers());
    return stop == null ? tx.requestBody(sample.body()) : stop;
  }

  private static String threshold(int threshold) {
    return "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.threshold=" + threshold + "\"";
  }

  @Test
  void oneRuleDecidesAboutTheRequest() throws IOException {
    assertThat(run("", ATTACK)).isEqualTo(new Interruption(200800, 403, null, false));
  }

  @Test
  void aWarningAloneDoesNotBlock() throws IOException {
    assertThat(run("", WARNING)).isNull();
  }

  @Test
  void otherRulesMaySetTheThreshold() throws IOException {
    assertThat(run(threshold(3), WARNING)).isNotNull();
    assertThat(run(threshold(100), ATTACK)).isNull();
  }

  @Test
  void otherRulesMaySwitchSomeOff() throws IOException {
    Rules.Builder builder = Rules.builder().bundled("engine").bundled("builtin");
    Rules all = builder.build();
    Rules fewer = builder.text("fewer", "SecRuleRemoveByTag attack-sqli").build();
    assertThat(fewer.size()).isLessThan(all.size());
    assertThat(new Firewall(fewer).request(ATTACK).blocked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You have an error in your SQL syntax; check the manual",
        "SQLSTATE[42000]: Syntax error or access violation",
        "org.postgresql.util.PSQLException: ERROR: relation",
        "Error\n\tat com.example.Shop.pay(Shop.java:77)\n",
        "Traceback (most recent call last):\n  File \"/srv/app.py\", line 3",
        "TypeError: x\n    at handle (/srv/app/index.js:12:5)",
        "goroutine 17 [running]:\nmain.main()"
      })
  void errorPagesWithDetailsAreWithheld(String body) throws IOException {
    Firewall firewall = Firewall.builtin();
    assertThat(firewall.response(500, PAGE, body).blocked()).isTrue();
    assertThat(firewall.response(200, PAGE, body).blocked()).as("a page about errors").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<b>Warning</b>:  mysqli_query(): (28000/1045) in <b>/srv/www/a.php</b> on line <b>7</b>",
        "syntax to use; check for the right syntax to use near '' at line 1",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA",
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:",
        "uid=33(www-data) gid=33(www-data) groups=33(www-data)",
        "<html><?php $secret = 1;",
        "<title>p0wny@shell:~#</title>"
      })
  void secretsAreWithheldWhateverTheStatus(String body) throws IOException {
    assertThat(Firewall.builtin().response(200, PAGE, body).blocked()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><title>Shop</title><p>Warning: 3 items left</p></html>",
        "<title>Index of /pub</title>",
        "{\"error\": \"not found\", \"code\": 404}",
        "The key begins with -----BEGIN PRIVATE KEY----- and ends",
        "&lt;?php echo 1; ?&gt;"
      })
  void ordinaryPagesPass(String body) throws IOException {
    assertThat(Firewall.builtin().response(200, PAGE, body).blocked()).isFalse();
  }
}

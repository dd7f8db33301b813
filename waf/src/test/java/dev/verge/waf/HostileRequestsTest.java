package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests that are made to cost much: taken if they are within the limits, else refused. */
class HostileRequestsTest {
  private static final Rules RULES = rules();
  private static final String JSON = "application/json";
  private static final String XML = "text/xml";
  private static final String MULTIPART = "multipart/form-data; boundary=XX";
  private static final String PART = "--XX\r\nContent-Disposition: form-data; name=a\r\n";
  private static final int LENGTH = 128 << 10;

  private static Rules rules() {
    try {
      return Rules.builder().bundled("engine").bundled("builtin").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The error for which the request was refused as unreadable; null if it was read. */
  private static @Nullable String unreadable(Request request) {
    Passage passage = request.with("Host", "shop.example").through(RULES);
    if (passage.interruption() == null || passage.interrupted().ruleId() != 102) {
      return null;
    }
    assertThat(passage.interrupted().status()).isEqualTo(400);
    return passage.value("REQBODY_ERROR_MSG");
  }

  private static boolean isBlocked(String value) {
    Request request = Request.post(Request.FORM, "a=" + value);
    return request.with("Host", "shop.example").through(RULES).interruption() != null;
  }

  private static String times(int count, UnaryOperator<String> change, String value) {
    String changed = value;
    for (int i = 0; i < count; i++) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private static String filled(String piece) {
    return piece.repeat(LENGTH / piece.length());
  }

  @Test
  void tenThousandArgumentsAreRefused() {
    String arguments = "a=b&".repeat(10_000);
    assertThat(unreadable(Request.post(Request.FORM, arguments)))
        .isEqualTo("more than 1000 arguments");
    assertThat(unreadable(Request.get("/?" + arguments))).isEqualTo("more than 1000 arguments");
    assertThat(unreadable(Request.post(Request.FORM, "a=b&".repeat(1_000)))).isNull();
  }

  @Test
  void tenThousandCookiesAreRefusedInHoweverManyHeaders() {
    String cookies = "a=b; ".repeat(5_000);
    assertThat(unreadable(Request.get("/").with("Cookie", cookies).with("Cookie", cookies)))
        .isEqualTo("more than 1000 cookies");
    String half = "a=b; ".repeat(500);
    assertThat(unreadable(Request.get("/").with("Cookie", half).with("Cookie", half))).isNull();
    assertThat(unreadable(Request.get("/").with("Cookie", half).with("Cookie", half + "c=d")))
        .isEqualTo("more than 1000 cookies");
  }

  @Test
  void deepDocumentsAreRefused() {
    int levels = 100_000;
    assertThat(unreadable(Request.post(JSON, "[".repeat(levels) + "]".repeat(levels))))
        .isEqualTo("JSON deeper than 64");
    assertThat(unreadable(Request.post(JSON, "{\"a\":".repeat(levels))))
        .isEqualTo("JSON deeper than 64");
    assertThat(unreadable(Request.post(XML, "<a>".repeat(levels)))).isEqualTo("XML deeper than 64");
    assertThat(unreadable(Request.post(JSON, "[".repeat(64) + "]".repeat(64)))).isNull();
  }

  @Test
  void namesOfJsonDoNotOutgrowTheDocument() {
    String deep = "{\"" + "a".repeat(1_000) + "\":";
    String wide = "[" + "1,".repeat(900) + "1]";
    assertThat(unreadable(Request.post(JSON, deep.repeat(50) + wide + "}".repeat(50))))
        .isEqualTo("names in JSON too long together");
  }

  @Test
  void multipartBombsAreRefused() {
    String part = PART + "\r\nx\r\n";
    assertThat(unreadable(Request.post(MULTIPART, part.repeat(10_000) + "--XX--\r\n")))
        .isEqualTo("more than 1000 arguments");
    String file = PART.strip() + "; filename=f\r\n\r\nx\r\n";
    assertThat(unreadable(Request.post(MULTIPART, file.repeat(10_000) + "--XX--\r\n")))
        .isEqualTo("more than 100 files");
    assertThat(unreadable(Request.post(MULTIPART, PART + filled("A: b\r\n") + "\r\nx\r\n--XX--")))
        .isNotNull();
    assertThat(unreadable(Request.post(MULTIPART, PART + "A: " + filled("b") + "\r\n\r\nx")))
        .isNotNull();
  }

  @Test
  void partsWithinPartsAreDataOrRefused() {
    String inner = "Content-Type: multipart/mixed; boundary=%1$s\r\n\r\n--%1$s\r\n\r\n%2$s\r\n";
    assertThat(isTaken(inner.formatted("YY", "x"))).isTrue();
    assertThat(isTaken(inner.formatted("YY", "<script>alert(1)</script>"))).isFalse();
    assertThat(isTaken(inner.formatted("XXY", "x"))).isFalse();
  }

  private static boolean isTaken(String inner) {
    Request request = Request.post(MULTIPART, PART + inner + "--XX--\r\n");
    return request.with("Host", "shop.example").through(RULES).interruption() == null;
  }

  @Test
  void entitiesOfXmlAreRefusedUnread() {
    StringBuilder type = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"x\">");
    for (int i = 1; i < 100; i++) {
      type.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
    }
    assertThat(unreadable(Request.post(XML, type + "]><a>&e99;</a>"))).isNotNull();
    String outside = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///dev/zero'>]><a>&e;</a>";
    assertThat(unreadable(Request.post(XML, outside))).isNotNull();
  }

  @Test
  void whatIsEncodedOftenIsDecodedAsOftenAsRulesSay() {
    String script = "<script>alert(1)</script>";
    UnaryOperator<String> percent = s -> s.replace("%", "%25").replace("<", "%3c");
    assertThat(isBlocked(times(1, percent, script))).isTrue();
    UnaryOperator<String> entities = s -> s.replace("&", "%26amp;").replace("<", "%26lt;");
    assertThat(isBlocked(times(1, entities, script))).isTrue();
    assertThat(isBlocked(script.replace("<", "%u003c"))).isTrue();
    UnaryOperator<String> base64 = s -> Base64.getEncoder().encodeToString(s.getBytes(ISO_8859_1));
    for (UnaryOperator<String> encoding : List.of(percent, entities, base64)) {
      String piece = times(10, encoding, script);
      assertThat(piece.length()).isLessThan(LENGTH);
      assertThat(unreadable(Request.post(Request.FORM, "a=" + filled(piece + "+")))).isNull();
    }
  }

  @Test
  void aBodyPastItsLimitIsRefused() {
    Passage passage = Request.post(Request.FORM, "a".repeat((1 << 20) + 1)).through(RULES);
    assertThat(passage.interrupted()).isEqualTo(new Interruption(0, 413, null, false));
  }
}

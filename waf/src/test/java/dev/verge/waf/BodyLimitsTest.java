package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyLimitsTest {
  private static final String SEEN =
      "SecRule REQUEST_BODY \"@unconditionalMatch\" \"id:1,phase:2,msg:'%{MATCHED_VAR}'\"\n";

  private static final String RESPONSE_SEEN =
      "SecRule RESPONSE_BODY \"@unconditionalMatch\" \"id:1,phase:4,msg:'%{MATCHED_VAR}'\"\n";

  private static Passage post(String body, String... rules) {
    return Request.post("text/plain", body).through(SEEN, String.join("\n", rules));
  }

  @Test
  void aBodyPastTheLimitIsRejected() {
    Passage passage = post("12345", "SecRequestBodyLimit 4", "SecAction \"id:2,phase:5\"");
    assertThat(passage.interrupted()).isEqualTo(new Interruption(0, 413, null, false));
    assertThat(passage.ids()).containsExactly(2);
  }

  @Test
  void aBodyWithinTheLimitIsSeen() {
    assertThat(post("1234", "SecRequestBodyLimit 4").messages()).containsExactly("1234");
    assertThat(post("1234", "SecRequestBodyLimit 4").value("INBOUND_DATA_ERROR")).isNotEqualTo("1");
  }

  @Test
  void aBodyPastTheLimitIsSeenInPart() {
    Passage passage =
        post("12345", "SecRequestBodyLimit 4", "SecRequestBodyLimitAction ProcessPartial");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.messages()).containsExactly("1234");
    assertThat(passage.value("INBOUND_DATA_ERROR")).isEqualTo("1");
    assertThat(passage.value("REQUEST_BODY_LENGTH")).isEqualTo("4");
  }

  @Test
  void whileOnlyDetectingItIsSeenInPart() {
    Passage passage =
        post(
            "12345",
            "SecRequestBodyLimit 4",
            "SecRequestBodyLimitAction Reject",
            "SecRuleEngine DetectionOnly");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.messages()).containsExactly("1234");
  }

  @Test
  void aFormPastTheLimitIsReadInPart() {
    Passage passage =
        Request.post(Request.FORM, "a=1&b=22&c=3")
            .through(
                "SecRequestBodyLimit 7",
                "SecRequestBodyLimitAction ProcessPartial",
                "SecRule ARGS \"@rx .\" \"id:1,phase:2,setvar:'tx.s=%{tx.s}%{MATCHED_VAR}'\"");
    assertThat(passage.value("tx.s")).isEqualTo("12");
  }

  @Test
  void withoutAccessABodyIsNotLookedAtNorLimited() {
    Passage passage = post("12345", "SecRequestBodyAccess Off", "SecRequestBodyLimit 4");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.messages()).containsExactly("");
    assertThat(passage.transaction().wantsRequestBody()).isFalse();
  }

  @Test
  void argumentsAndDepthAreLimited() {
    String[] rules = {
      "SecArgumentsLimit 2",
      "SecRequestBodyJsonDepthLimit 2",
      "SecRule REQBODY_ERROR \"@eq 1\" \"id:2,phase:2\"",
      "SecAction \"id:3,phase:1,nolog,ctl:requestBodyProcessor=JSON\"",
    };
    assertThat(Request.get("/?a=1&b=2").through(rules).ids()).isEmpty();
    assertThat(Request.get("/?a=1&b=2&c=3").through(rules).ids()).containsExactly(2);
    assertThat(Request.post("text/plain", "{\"a\":{\"b\":1}}").through(rules).ids()).isEmpty();
    assertThat(Request.post("text/plain", "{\"a\":{\"b\":{}}}").through(rules).ids())
        .containsExactly(2);
  }

  private static Transaction responded(String type, String... rules) {
    Transaction transaction =
        Request.rules(RESPONSE_SEEN, String.join("\n", rules)).begin(Request.CLIENT);
    transaction.request("GET", "/", "HTTP/1.1", List.of());
    transaction.requestBody("");
    transaction.response(200, "HTTP/1.1", List.of(new Header("content-TYPE", type)));
    return transaction;
  }

  private static @Nullable String seen(Transaction transaction) {
    return transaction.matches().isEmpty() ? null : transaction.matches().getFirst().message();
  }

  @Test
  void aResponseBodyPastTheLimitIsSeenInPart() {
    Transaction transaction = responded("text/html", "SecResponseBodyLimit 4");
    assertThat(transaction.responseBody("12345")).isNull();
    assertThat(seen(transaction)).isEqualTo("1234");
    assertThat(transaction.value("OUTBOUND_DATA_ERROR")).isEqualTo("1");
  }

  @Test
  void aResponseBodyPastTheLimitIsRejectedIfThatIsAsked() {
    Transaction transaction =
        responded("text/html", "SecResponseBodyLimit 4", "SecResponseBodyLimitAction Reject");
    assertThat(transaction.responseBody("12345")).isEqualTo(new Interruption(0, 500, null, false));
    assertThat(seen(transaction)).isNull();
  }

  @Test
  void onlyResponsesOfSomeTypesAreLookedAt() {
    for (String type : new String[] {"text/html", "TEXT/plain; charset=x", " application/json "}) {
      assertThat(responded(type).wantsResponseBody()).as(type).isTrue();
    }
    for (String type : new String[] {"image/png", "", "text", "text/html2"}) {
      Transaction transaction = responded(type);
      assertThat(transaction.wantsResponseBody()).as(type).isFalse();
      assertThat(transaction.responseBody("12345")).isNull();
      assertThat(seen(transaction)).as(type).isEmpty();
    }
  }

  @Test
  void theTypesAreSet() {
    String types = "SecResponseBodyMimeType image/svg+xml Text/CSS";
    assertThat(responded("image/svg+xml", types).wantsResponseBody()).isTrue();
    assertThat(responded("text/css", types).wantsResponseBody()).isTrue();
    assertThat(responded("text/html", "SecResponseBodyMimeTypesClear").wantsResponseBody())
        .isFalse();
  }

  @Test
  void withoutAccessNoResponseIsLookedAt() {
    Transaction transaction = responded("text/html", "SecResponseBodyAccess Off");
    assertThat(transaction.wantsResponseBody()).isFalse();
    transaction.responseBody("12345");
    assertThat(seen(transaction)).isEmpty();
  }

  private static final String[] WITHOUT_FILES = {
    "SecRequestBodyNoFilesLimit 4", "SecRule REQBODY_ERROR \"@eq 1\" \"id:2,phase:2\""
  };

  @Test
  void aFormPastTheLimitWithoutFilesIsAnErrorAndNotRead() {
    assertThat(Request.post(Request.FORM, "a=12").through(WITHOUT_FILES).ids()).isEmpty();
    Passage passage = Request.post(Request.FORM, "a=123").through(WITHOUT_FILES);
    assertThat(passage.interruption()).isNull();
    assertThat(passage.ids()).containsExactly(2);
    assertThat(passage.value("ARGS.a")).isEmpty();
    assertThat(passage.value("INBOUND_DATA_ERROR")).isEqualTo("1");
    assertThat(passage.value("REQBODY_PROCESSOR_ERROR")).isEqualTo("0");
  }

  @Test
  void filesDoNotCountForIt() {
    String head = "--x\r\nContent-Disposition: form-data; name=f";
    String type = "multipart/form-data; boundary=x";
    String limit = WITHOUT_FILES[0].replace("4", "100");
    String file = head + "; filename=g\r\n\r\n" + "1".repeat(200) + "\r\n--x--\r\n";
    assertThat(Request.post(type, file).through(limit, WITHOUT_FILES[1]).ids()).isEmpty();
    String field = head + "\r\n\r\n" + "1".repeat(200) + "\r\n--x--\r\n";
    assertThat(Request.post(type, field).through(limit, WITHOUT_FILES[1]).ids()).containsExactly(2);
  }

  @Test
  void typesOfSeveralLinesCountTogether() {
    String[] types = {"SecResponseBodyMimeType text/css", "SecResponseBodyMimeType image/svg+xml"};
    assertThat(responded("text/css", types).wantsResponseBody()).isTrue();
    assertThat(responded("image/svg+xml", types).wantsResponseBody()).isTrue();
    assertThat(responded("text/html", types).wantsResponseBody()).isFalse();
  }

  private static Transaction late(String mode) {
    List<String> rules = new ArrayList<>(List.of("SecRuleEngine " + mode));
    for (int phase = 1; phase <= Plan.PHASES; phase++) {
      for (int i = 1; i <= 40; i++) {
        rules.add(
            "SecAction \"id:%d,phase:%d,log,msg:'%d'\"".formatted(phase * 100 + i, phase, phase));
      }
    }
    Transaction transaction = Request.rules(rules.toArray(String[]::new)).begin(Request.CLIENT);
    transaction.until(System.nanoTime() - 1);
    return transaction;
  }

  private static long asked(Transaction transaction, int phase) {
    return transaction.matches().stream().filter(match -> match.phase() == phase).count();
  }

  @Test
  void aRequestThatTakesTooLongIsInterruptedAndNoted() {
    Transaction transaction = late("On");

    assertThat(transaction.request("GET", "/", "HTTP/1.1", List.of()))
        .isEqualTo(new Interruption(0, 503, null, false));
    transaction.end();

    assertThat(asked(transaction, 1)).isLessThan(16);
    assertThat(asked(transaction, 5)).isEqualTo(40);
  }

  @Test
  void whoOnlyDetectsLooksNoFurtherAfterTheDeadline() {
    Transaction transaction = late("DetectionOnly");

    assertThat(transaction.request("GET", "/", "HTTP/1.1", List.of())).isNull();

    assertThat(asked(transaction, 1)).isLessThan(16);
  }

  @Test
  void aResponseThatTakesTooLongPassesTheRest() {
    Transaction transaction = late("On");
    transaction.until(System.nanoTime() + Duration.ofHours(1).toNanos());
    assertThat(transaction.request("GET", "/", "HTTP/1.1", List.of())).isNull();
    assertThat(transaction.requestBody("")).isNull();

    transaction.until(System.nanoTime() - 1);

    assertThat(transaction.response(200, "HTTP/1.1", List.of())).isNull();
    assertThat(asked(transaction, 2)).isEqualTo(40);
    assertThat(asked(transaction, 3)).isLessThan(16);
  }
}

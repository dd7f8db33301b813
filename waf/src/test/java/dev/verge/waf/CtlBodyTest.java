package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CtlBodyTest {
  private static final String JSON = "{\"a\":\"x\"}";

  private static Passage post(String type, String body, String ctl) {
    return Request.post(type, body)
        .through(
            "SecAction \"id:1,phase:1,nolog,ctl:" + ctl + "\"",
            "SecRule ARGS:json.a \"@streq x\" \"id:2,phase:2\"",
            "SecRule ARGS:a \"@streq x\" \"id:3,phase:2\"",
            "SecRule REQUEST_BODY \"@rx .\" \"id:4,phase:2\"",
            "SecRule REQBODY_ERROR \"@eq 1\" \"id:5,phase:2\"",
            "SecRule XML:/* \"@streq x\" \"id:6,phase:2\"");
  }

  @Test
  void aBodyIsReadAsTheRuleSays() {
    assertThat(post("text/plain", JSON, "requestBodyProcessor=JSON").ids()).containsExactly(2);
    assertThat(post("text/plain", "<a>x</a>", "requestBodyProcessor=XML").ids()).containsExactly(6);
    assertThat(post("text/plain", "a=x", "requestBodyProcessor=urlencoded").ids())
        .containsExactly(3, 4);
    assertThat(post(Request.FORM, JSON, "requestBodyProcessor=JSON").ids()).containsExactly(2);
  }

  @Test
  void theProcessorIsAVariable() {
    assertThat(post("text/plain", "", "requestBodyProcessor=json").value("REQBODY_PROCESSOR"))
        .isEqualTo("JSON");
    assertThat(post(Request.FORM, "a=x", "auditEngine=Off").value("REQBODY_PROCESSOR"))
        .isEqualTo("URLENCODED");
    assertThat(
            post("multipart/form-data; boundary=x", "", "auditEngine=Off")
                .value("REQBODY_PROCESSOR"))
        .isEqualTo("MULTIPART");
    assertThat(post("text/plain", "", "auditEngine=Off").value("REQBODY_PROCESSOR")).isEmpty();
  }

  @Test
  void aBodyThatTheProcessorCannotReadIsAnError() {
    assertThat(post("text/plain", "{\"a\":", "requestBodyProcessor=JSON").ids()).containsExactly(5);
  }

  @Test
  void theBodyIsSeenAsItIsIfItIsForced() {
    assertThat(
            post("text/plain", JSON, "requestBodyProcessor=JSON,ctl:forceRequestBodyVariable=On")
                .ids())
        .containsExactly(2, 4);
    assertThat(
            post("text/plain", JSON, "requestBodyProcessor=JSON,ctl:forceRequestBodyVariable=Off")
                .ids())
        .containsExactly(2);
  }

  @Test
  void aBodyOfUnknownTypeIsSeenAsItIs() {
    assertThat(post("text/plain", JSON, "auditEngine=Off").ids()).containsExactly(4);
  }

  @Test
  void theRequestBodyIsNotLookedAtIfAccessIsTurnedOff() {
    assertThat(post(Request.FORM, "a=x", "requestBodyAccess=Off").ids()).isEmpty();
    assertThat(post(Request.FORM, "a=x", "requestBodyAccess=On").ids()).containsExactly(3, 4);
    Transaction transaction =
        Request.rules("SecAction \"id:1,phase:1,ctl:requestBodyAccess=Off\"").begin(Request.CLIENT);
    assertThat(transaction.wantsRequestBody()).isTrue();
    transaction.request("POST", "/", "HTTP/1.1", List.of());
    assertThat(transaction.wantsRequestBody()).isFalse();
  }

  @Test
  void theResponseBodyIsNotLookedAtIfAccessIsTurnedOff() {
    for (String access : new String[] {"On", "Off"}) {
      Passage passage =
          Request.get("/")
              .through(
                  "SecAction \"id:1,phase:1,nolog,ctl:responseBodyAccess=" + access + "\"",
                  "SecRule RESPONSE_BODY \"@contains Hello\" \"id:2,phase:4\"");
      assertThat(passage.ids()).hasSize(access.equals("On") ? 1 : 0);
    }
  }
}

package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules see of a request and its response. */
class RequestVariablesTest {
  private static final Rules NONE = Request.rules("");

  private static String value(Request request, String variable) {
    return request.through(NONE).value(variable);
  }

  /** All values of a collection. */
  private static List<String> all(Request request, String collection) {
    String seen =
        request
            .through(
                "SecRule "
                    + collection
                    + " \"@unconditionalMatch\" \"id:1,phase:5,"
                    + "setvar:'tx.seen=%{tx.seen}[%{MATCHED_VAR_NAME}=%{MATCHED_VAR}]'\"")
            .value("tx.seen");
    return seen.isEmpty() ? List.of() : List.of(seen.substring(1, seen.length() - 1).split("]\\["));
  }

  @Test
  void theRequestLineIsTakenApart() {
    Request request = Request.get("/a/b%20c.php?x=1&y=%32#z");
    assertThat(value(request, "REQUEST_METHOD")).isEqualTo("GET");
    assertThat(value(request, "REQUEST_PROTOCOL")).isEqualTo("HTTP/1.1");
    assertThat(value(request, "REQUEST_LINE")).isEqualTo("GET /a/b%20c.php?x=1&y=%32#z HTTP/1.1");
    assertThat(value(request, "REQUEST_URI_RAW")).isEqualTo("/a/b%20c.php?x=1&y=%32#z");
    assertThat(value(request, "REQUEST_URI")).isEqualTo("/a/b%20c.php?x=1&y=%32#z");
    assertThat(value(request, "QUERY_STRING")).isEqualTo("x=1&y=%32");
    assertThat(value(request, "REQUEST_FILENAME")).isEqualTo("/a/b c.php");
    assertThat(value(request, "REQUEST_BASENAME")).isEqualTo("b%20c.php");
    assertThat(value(request, "PATH_INFO")).isEqualTo("/a/b%20c.php");
  }

  @Test
  void aPlusInAPathIsAPlus() {
    assertThat(value(Request.get("/a+b%2b"), "REQUEST_FILENAME")).isEqualTo("/a+b+");
  }

  @Test
  void aHostInFrontOfThePathIsLeftOut() {
    Request request = Request.get("http://example.com/a?b=1");
    assertThat(value(request, "REQUEST_URI_RAW")).isEqualTo("http://example.com/a?b=1");
    assertThat(value(request, "REQUEST_URI")).isEqualTo("/a?b=1");
    assertThat(value(request, "REQUEST_FILENAME")).isEqualTo("/a");
    assertThat(value(Request.get("https://example.com"), "REQUEST_URI")).isEqualTo("/");
    assertThat(value(Request.get("/a?b=http://c/d"), "REQUEST_URI")).isEqualTo("/a?b=http://c/d");
  }

  @Test
  void argumentsOfTheQueryAreDecoded() {
    Request request = Request.get("/?a=%41+b&A=2&c");
    assertThat(all(request, "ARGS")).containsExactly("ARGS:a=A b", "ARGS:A=2", "ARGS:c=");
    assertThat(all(request, "ARGS_GET")).hasSize(3);
    assertThat(all(request, "ARGS_GET_NAMES"))
        .containsExactly("ARGS_GET_NAMES:a=a", "ARGS_GET_NAMES:A=A", "ARGS_GET_NAMES:c=c");
    assertThat(all(request, "ARGS_POST")).isEmpty();
    assertThat(value(request, "ARGS_COMBINED_SIZE")).isEqualTo("7");
    assertThat(value(Request.get("/"), "ARGS_COMBINED_SIZE")).isEqualTo("0");
  }

  @Test
  void argumentsOfABodyFollowThoseOfTheQuery() {
    Request post =
        new Request("POST", "/?a=1", Request.post(Request.FORM, "").headers(), "a=2&b=%zz");
    assertThat(all(post, "ARGS")).containsExactly("ARGS:a=1", "ARGS:a=2", "ARGS:b=%zz");
    assertThat(all(post, "ARGS_POST")).containsExactly("ARGS_POST:a=2", "ARGS_POST:b=%zz");
    assertThat(all(post, "ARGS_NAMES")).hasSize(3);
    assertThat(all(post, "ARGS_POST_NAMES")).hasSize(2);
    assertThat(value(post, "URLENCODED_ERROR")).isEqualTo("1");
    assertThat(value(post, "REQUEST_BODY")).isEqualTo("a=2&b=%zz");
    assertThat(value(post, "REQUEST_BODY_LENGTH")).isEqualTo("9");
    assertThat(value(post, "ARGS_COMBINED_SIZE")).isEqualTo("8");
  }

  @Test
  void headersKeepTheirOrderAndTheirRepeats() {
    Request request = Request.get("/").with("Host", "a").with("X-Y", "1").with("x-y", "2");
    assertThat(all(request, "REQUEST_HEADERS"))
        .containsExactly(
            "REQUEST_HEADERS:Host=a", "REQUEST_HEADERS:X-Y=1", "REQUEST_HEADERS:x-y=2");
    assertThat(all(request, "REQUEST_HEADERS:X-Y")).hasSize(2);
    assertThat(all(request, "REQUEST_HEADERS_NAMES"))
        .extracting(s -> s.substring(s.indexOf('=') + 1))
        .containsExactly("Host", "X-Y", "x-y");
    assertThat(value(request, "REQUEST_HEADERS.x-Y")).isEqualTo("1");
    assertThat(value(request, "SERVER_NAME")).isEqualTo("a");
  }

  @Test
  void cookiesAreTakenApart() {
    Request request = Request.get("/").with("cookie", "a=1; b=%41").with("Cookie", "a=2");
    assertThat(all(request, "REQUEST_COOKIES"))
        .containsExactly("REQUEST_COOKIES:a=1", "REQUEST_COOKIES:b=%41", "REQUEST_COOKIES:a=2");
    assertThat(all(request, "REQUEST_COOKIES_NAMES")).hasSize(3);
  }

  @Test
  void filesAreNamedAndMeasured() {
    String body =
        String.join(
            "\r\n",
            "--x",
            "Content-Disposition: form-data; name=\"a\"",
            "",
            "1",
            "--x",
            "Content-Disposition: form-data; name=\"f\"; filename=\"g.txt\"",
            "",
            "12345",
            "--x--",
            "");
    Request request = Request.post("multipart/form-data; boundary=x", body);
    assertThat(all(request, "ARGS")).containsExactly("ARGS:a=1");
    assertThat(all(request, "FILES")).containsExactly("FILES:f=g.txt");
    assertThat(all(request, "FILES_NAMES")).containsExactly("FILES_NAMES:f=f");
    assertThat(all(request, "FILES_SIZES")).containsExactly("FILES_SIZES:f=5");
    assertThat(all(request, "MULTIPART_PART_HEADERS")).hasSize(2);
    assertThat(value(request, "FILES_COMBINED_SIZE")).isEqualTo("5");
    assertThat(value(request, "MULTIPART_STRICT_ERROR")).isEqualTo("0");
    assertThat(value(request, "REQUEST_BODY")).isEmpty();
  }

  @Test
  void aBodyThatCannotBeReadIsAnErrorWithAReason() {
    Request request = Request.post("multipart/form-data", "x");
    assertThat(value(request, "REQBODY_ERROR")).isEqualTo("1");
    assertThat(value(request, "REQBODY_ERROR_MSG")).isNotEmpty();
    assertThat(value(Request.post(Request.FORM, "a=1"), "REQBODY_ERROR")).isEqualTo("0");
  }

  @Test
  void theClientAndTheServerHaveAddresses() {
    Request request = Request.get("/");
    assertThat(value(request, "REMOTE_ADDR")).isEqualTo("192.0.2.1");
    assertThat(value(request, "REMOTE_PORT")).isEqualTo("40000");
    assertThat(value(request, "SERVER_ADDR")).isEqualTo("198.51.100.1");
    assertThat(value(request, "SERVER_PORT")).isEqualTo("443");
    assertThat(value(request, "UNIQUE_ID")).isEqualTo("r1");
    assertThat(Long.parseLong(value(request, "TIME_EPOCH"))).isGreaterThan(1_700_000_000L);
  }

  @Test
  void theResponseIsTakenApart() {
    Request request = Request.get("/");
    assertThat(value(request, "RESPONSE_STATUS")).isEqualTo("200");
    assertThat(value(request, "RESPONSE_PROTOCOL")).isEqualTo("HTTP/1.1");
    assertThat(value(request, "STATUS_LINE")).isEqualTo("HTTP/1.1 200");
    assertThat(value(request, "RESPONSE_CONTENT_TYPE")).isEqualTo("text/html; charset=utf-8");
    assertThat(value(request, "RESPONSE_BODY")).isEqualTo(Passage.RESPONSE_BODY);
    assertThat(all(request, "RESPONSE_HEADERS"))
        .containsExactly("RESPONSE_HEADERS:Content-Type=text/html; charset=utf-8");
    assertThat(all(request, "RESPONSE_HEADERS_NAMES")).hasSize(1);
  }

  @Test
  void thereAreNoErrorsBeforeBodiesAreRead() {
    String[] rules = {
      "SecRule INBOUND_DATA_ERROR \"@eq 0\" \"id:1,phase:1\"",
      "SecRule OUTBOUND_DATA_ERROR \"@eq 0\" \"id:2,phase:1\"",
      "SecRule MULTIPART_STRICT_ERROR \"!@eq 1\" \"id:3,phase:1\"",
      "SecRule REQBODY_PROCESSOR_ERROR \"@eq 0\" \"id:4,phase:1\"",
    };
    assertThat(Request.get("/").through(rules).ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aBodyThatItsProcessorCannotReadIsAnErrorOfTheProcessor() {
    Request request = Request.post("multipart/form-data", "x");
    assertThat(value(request, "REQBODY_PROCESSOR_ERROR")).isEqualTo("1");
    assertThat(value(request, "REQBODY_PROCESSOR_ERROR_MSG"))
        .isEqualTo(value(request, "REQBODY_ERROR_MSG"));
  }

  @Test
  void theServersNameHasNoPort() {
    for (String name : List.of("example.com", "192.0.2.7", "[2001:db8::1]", "")) {
      assertThat(value(Request.get("/").with("Host", name), "SERVER_NAME")).isEqualTo(name);
      assertThat(value(Request.get("/").with("Host", name + ":8080"), "SERVER_NAME"))
          .isEqualTo(name);
    }
    assertThat(value(Request.get("/").with("Host", "[::1"), "SERVER_NAME")).isEqualTo("[");
  }
}

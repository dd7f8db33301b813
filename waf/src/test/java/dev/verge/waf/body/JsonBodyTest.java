package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static dev.verge.waf.body.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  @Test
  void namesValuesByTheWayToThem() {
    ParsedBody body =
        parse("{\"a\": {\"b\": \"x\"}, \"c\": [1, {\"d\": true}, [null, -1.50e3]], \"e\": \"\"}");
    assertThat(body.error()).isNull();
    assertThat(body.arguments())
        .containsExactly(
            arg("json.a.b", "x"),
            arg("json.c.array_0", "1"),
            arg("json.c.array_1.d", "true"),
            arg("json.c.array_2.array_0", ""),
            arg("json.c.array_2.array_1", "-1.50e3"),
            arg("json.c.array_2", "2"),
            arg("json.c", "3"),
            arg("json.e", ""));
  }

  @Test
  void namesTheElementsOfAnArrayAtTheTopAndASingleValue() {
    assertThat(parse("[\"x\", {\"a\": 1}]").arguments())
        .containsExactly(arg("json.array_0", "x"), arg("json.array_1.a", "1"), arg("json", "2"));
    assertThat(parse(" \"x\" ").arguments()).containsExactly(arg("json", "x"));
  }

  @Test
  void takesBothOfTwoMembersWithTheSameName() {
    assertThat(parse("{\"a\": 1, \"a\": 2}").arguments())
        .containsExactly(arg("json.a", "1"), arg("json.a", "2"));
  }

  @Test
  void findsTheLengthOfAnEmptyArrayAndNothingInAnEmptyObject() {
    ParsedBody body = parse("{\"a\": {}, \"b\": []}");
    assertThat(body.arguments()).containsExactly(arg("json.b", "0"));
    assertThat(body.error()).isNull();
  }

  @Test
  void decodesEscapesToUtf8() {
    assertThat(parse("{\"\\u00e9\": \"\\u003c\\n\\ud83d\\ude00\"}").arguments())
        .containsExactly(arg(utf8("json.\u00E9"), utf8("<\n\uD83D\uDE00")));
  }

  @Test
  void keepsUtf8() {
    ParsedBody body = parse(utf8("{\"\u00E9\": \"\u20AC\"}"));
    assertThat(body.arguments()).containsExactly(arg(utf8("json.\u00E9"), utf8("\u20AC")));
    assertThat(body.error()).isNull();
  }

  @Test
  void tellsOfInvalidUtf8AndReadsTheRest() {
    ParsedBody body = parse("{\"a\": \"\u00C0\u00AF\", \"b\": \"<script>\"}");
    assertThat(body.arguments()).contains(arg("json.b", "<script>"));
    assertThat(body.error()).isEqualTo("invalid UTF-8 in JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1,}", "{'a': 1}", "{a: 1}", "[1 2]", "{\"a\": 01}", "[NaN]", "{\"a\": 1} // x",
        "{\"a\": \"\n\"}", "{\"a\": 1", "[1]]", "tru", "\"\\x\"", "{\"a\"}", "\0"
      })
  void tellsOfInvalidJson(String body) {
    assertThat(parse(body).error()).isEqualTo("invalid JSON");
  }

  @Test
  void tellsOfMoreAndFewerThanOneValue() {
    assertThat(parse("{\"a\": 1} 2").error()).isEqualTo("more than one JSON value");
    assertThat(parse("1 2").error()).isEqualTo("more than one JSON value");
    assertThat(parse(" ").error()).isEqualTo("no JSON value");
  }

  @Test
  void keepsWhatWasBeforeAnError() {
    assertThat(parse("{\"a\": \"<script>\", b}").arguments())
        .containsExactly(arg("json.a", "<script>"));
  }

  @Test
  void limitsDepth() {
    assertThat(parse("[".repeat(64) + "1" + "]".repeat(64)).error()).isNull();
    assertThat(parse("[".repeat(65) + "1" + "]".repeat(65)).error())
        .isEqualTo("JSON deeper than 64");
  }

  @Test
  void limitsValues() {
    ParsedBody body = parse("[" + "1,".repeat(1000) + "1]");
    assertThat(body.arguments()).hasSize(1000);
    assertThat(body.error()).isEqualTo("more than 1000 arguments");
  }

  @Test
  void limitsTheNamesThatALongOneWouldMultiply() {
    ParsedBody body = parse("{\"" + "x".repeat(100_000) + "\": [" + "1,".repeat(900) + "1]}");
    assertThat(body.error()).isEqualTo("names in JSON too long together");
    assertThat(body.arguments()).hasSize(10);
  }

  private static ParsedBody parse(String body) {
    return Bodies.parse(Format.JSON, body);
  }
}

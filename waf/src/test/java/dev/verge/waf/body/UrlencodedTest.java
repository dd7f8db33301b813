package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlencodedTest {
  @Test
  void decodesNamesAndValues() {
    ParsedBody body = parse("a=1&b+c=%3Cscript%3e&a=x+y");
    assertThat(body.arguments())
        .containsExactly(arg("a", "1"), arg("b c", "<script>"), arg("a", "x y"));
    assertThat(body.invalidEscapes()).isFalse();
    assertThat(body.error()).isNull();
  }

  @Test
  void endsNamesAtTheFirstEqualsSign() {
    assertThat(parse("a=b=c&d&=e&f=").arguments())
        .containsExactly(arg("a", "b=c"), arg("d", ""), arg("", "e"), arg("f", ""));
  }

  @Test
  void takesWhatIsBetweenSeparatorsForAnArgumentEvenIfEmpty() {
    assertThat(parse("a=1&&b=2&").arguments())
        .containsExactly(arg("a", "1"), arg("", ""), arg("b", "2"));
  }

  @Test
  void doesNotTakeDecodedSeparatorsForSeparators() {
    assertThat(parse("a%3db%26c=1").arguments()).containsExactly(arg("a=b&c", "1"));
  }

  @Test
  void keepsInvalidEscapesAndTellsSo() {
    ParsedBody body = parse("a=100%&b=%zz&c=%4");
    assertThat(body.arguments()).containsExactly(arg("a", "100%"), arg("b", "%zz"), arg("c", "%4"));
    assertThat(body.invalidEscapes()).isTrue();
    assertThat(body.error()).isNull();
  }

  @Test
  void findsNothingInAnEmptyBody() {
    assertThat(parse("")).isEqualTo(ParsedBody.EMPTY);
  }

  @Test
  void tellsOfTooManyArgumentsAndKeepsTheFirst() {
    ParsedBody body = parse("a=1&".repeat(1001));
    assertThat(body.arguments()).hasSize(1000);
    assertThat(body.error()).isEqualTo("more than 1000 arguments");
    assertThat(parse("a=1&".repeat(1000)).error()).isNull();
  }

  private static ParsedBody parse(String body) {
    return Bodies.parse(Format.URLENCODED, body);
  }
}

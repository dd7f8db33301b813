package dev.verge.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients send that mean harm, or know nothing of formats. */
class BodyParsersFuzzTest {
  private static final String[] SAMPLES = {
    "a=1&b=%41+c&&d&=%zz",
    "{\"a\": [1, {\"b\": \"\\u00e9\\n\"}, null, true, -1.5e3], \"a\": \"\u00C3\u00A9\"}",
    "<?xml version='1.0'?><a b='1' xmlns:c='d'>x&amp;<![CDATA[y]]><!-- z --><c:d/>&#65;</a>",
    String.join(
        "\r\n",
        "--XX",
        "Content-Disposition: form-data; name=\"a\"",
        "",
        "x",
        "--XX",
        "Content-Disposition: form-data; name='f'; filename=\"x\\\"\"; filename*=u''%41",
        " folded",
        "X: y",
        "",
        "z",
        "--XX--"),
  };
  private static final String[] CONTENT_TYPES = {
    Bodies.MULTIPART_TYPE, "multipart/form-data boundary = \"XX\"", "multipart/form-data; boundary",
  };

  /** Repeats of them are what parsers are slow with. */
  private static final String[] PIECES = {
    "&",
    "%",
    "=",
    "a=b&",
    "[",
    "{\"a\":",
    "[1,",
    "\"a\",",
    "\\u0041",
    "<a>",
    "<a b='c'/>",
    "&amp;",
    "<!-- -->",
    "<a a='",
    "<![CDATA[",
    "--",
    "-",
    "--XX",
    "--XX\r\n",
    "\r\n",
    "\n",
    "\r",
    "--XX--",
    "-- XX\r\n",
    "X: y\r\n",
    " x\r\n",
    "\t",
    ":",
    ";",
    "'",
    "\"",
    "\\",
    "\0",
    "\u00C3",
    "\u00FF",
    "x",
    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n",
    "--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\nx\r\n",
  };

  @Test
  void anyBytesAreTakenWithinLimits() {
    Random random = new Random(20260101);
    for (int run = 0; run < 6_000; run++) {
      String body = mutated(SAMPLES[random.nextInt(SAMPLES.length)], random);
      String contentType = CONTENT_TYPES[random.nextInt(CONTENT_TYPES.length)];
      for (Format format : Format.values()) {
        check(BodyParsers.parse(format, contentType, body, BodyLimits.DEFAULT));
      }
      assertThat(Cookies.parse(body)).allMatch(c -> !c.name().isEmpty());
    }
  }

  /** Quadratic time would take minutes here. */
  @Test
  void repeatsAreReadInLinearTime() {
    for (String piece : PIECES) {
      String repeats = piece.repeat((128 << 10) / piece.length());
      for (String body : List.of(repeats, "--XX\r\nA: " + repeats, afterHeaders(repeats))) {
        for (Format format : Format.values()) {
          check(BodyParsers.parse(format, Bodies.MULTIPART_TYPE, body, BodyLimits.DEFAULT));
        }
      }
      Cookies.parse(repeats);
    }
  }

  @Test
  void boundariesOfOneCharacterAreSoughtInLinearTime() {
    String contentType = "multipart/form-data; boundary=" + "-".repeat(70);
    String body = "-".repeat(128 << 10);
    assertThat(
            BodyParsers.parse(Format.MULTIPART, contentType, body + "\r\n", BodyLimits.DEFAULT)
                .error())
        .isNotNull();
  }

  @Test
  void tenThousandArgumentsAreAnErrorInEveryFormat() {
    String field = "Content-Disposition: form-data; name=a\r\n\r\nx\r\n--XX\r\n";
    List<ParsedBody> parsed =
        List.of(
            Bodies.parse(Format.URLENCODED, "a=1&".repeat(10_000)),
            Bodies.parse(Format.JSON, "[" + "1,".repeat(10_000) + "1]"),
            Bodies.parse(Format.XML, "<a>" + "<b c='1'/>".repeat(10_000) + "</a>"),
            Bodies.parse(Format.MULTIPART, "--XX\r\n" + field.repeat(10_000)));
    assertThat(parsed).allMatch(b -> "more than 1000 arguments".equals(b.error()));
  }

  private static String afterHeaders(String data) {
    return "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n" + data;
  }

  private static void check(ParsedBody body) {
    List<String> values = new ArrayList<>(body.xmlTexts());
    values.addAll(body.xmlAttributes());
    body.arguments().forEach(a -> values.addAll(List.of(a.name(), a.value())));
    body.files().forEach(f -> values.addAll(List.of(f.name(), f.filename())));
    body.partHeaders().forEach(h -> values.addAll(List.of(h.part(), h.line())));
    assertThat(values.stream().flatMapToInt(String::chars).allMatch(c -> c <= 0xFF)).isTrue();
    assertThat(body.arguments()).hasSizeLessThanOrEqualTo(1000);
    assertThat(body.files()).hasSizeLessThanOrEqualTo(100);
  }

  private static String mutated(String sample, Random random) {
    StringBuilder body = new StringBuilder(sample);
    IntStream.range(0, random.nextInt(6)).forEach(_ -> mutate(body, random));
    return body.toString();
  }

  private static void mutate(StringBuilder body, Random random) {
    int at = random.nextInt(body.length() + 1);
    int to = Math.min(body.length(), at + random.nextInt(8));
    switch (random.nextInt(4)) {
      case 0 -> body.delete(at, to);
      case 1 -> body.insert(at, body.substring(at, to));
      case 2 -> body.insert(at, PIECES[random.nextInt(PIECES.length)]);
      default -> body.insert(at, (char) random.nextInt(256));
    }
  }
}

package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBodyTest {
  @Test
  void joinsAllTextToOneValue() {
    ParsedBody body =
        parse("<?xml version=\"1.0\"?><a>x<b>&lt;y&#62;</b><!-- c --><?d e?>\n<![CDATA[<z>]]></a>");
    assertThat(body.xmlTexts()).containsExactly("x<y>\n<z>");
    assertThat(body.error()).isNull();
    assertThat(body.arguments()).isEmpty();
  }

  @Test
  void collectsTheValuesOfAttributesWithoutNamespaces() {
    ParsedBody body = parse("<a xmlns='u:a' xmlns:p='u:p' b='1'><c p:d='&quot;2' e=''/></a>");
    assertThat(body.xmlAttributes()).containsExactly("1", "\"2", "");
    assertThat(body.xmlTexts()).containsExactly("");
  }

  @Test
  void tellsOfInvalidBytesAndReadsTheRest() {
    ParsedBody body = parse("<a>\u00C0\u00AF<b c='x'/></a>");
    assertThat(body.xmlAttributes()).containsExactly("x");
    assertThat(body.error()).isEqualTo("invalid bytes in XML");
  }

  @Test
  void doesNotMindUndeclaredPrefixes() {
    ParsedBody body = parse("<soap:a p:b='1'>x</soap:a>");
    assertThat(body.error()).isNull();
    assertThat(body.xmlAttributes()).containsExactly("1");
  }

  @Test
  void readsTheEncodingOfTheDocument() {
    String latin1 = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00E9</a>";
    assertThat(parse(latin1).xmlTexts()).containsExactly(utf8("\u00E9"));
    String utf16 = new String("<a>\u20AC</a>".getBytes(UTF_16), ISO_8859_1);
    assertThat(parse(utf16).xmlTexts()).containsExactly(utf8("\u20AC"));
    assertThat(parse(utf8("<a>\u20AC</a>")).xmlTexts()).containsExactly(utf8("\u20AC"));
    assertThat(parse(utf8("\uFEFF<a>\u20AC</a>")).xmlTexts()).containsExactly(utf8("\u20AC"));
    assertThat(parse("<\0a\0/\0>\0").error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'http://localhost:1/a.dtd'><a/>",
        "<a>&unknown;</a>"
      })
  void refusesDocumentTypesAndEntities(String body) {
    ParsedBody parsed = parse(body);
    assertThat(parsed.error()).isNotNull();
    assertThat(parsed.xmlTexts()).allMatch(String::isEmpty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "<a>",
        "<a></b>",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a/><a/>",
        "<a>\u00FF</a>",
        " ",
        "<a>\0</a>",
        "<?xml version='1.0' encoding='none'?><a/>",
        "<a>&#0;</a>",
        "<a><![CDATA[</a>"
      })
  void tellsOfInvalidXml(String body) {
    assertThat(parse(body).error()).isNotNull();
  }

  @Test
  void keepsWhatWasBeforeAnError() {
    ParsedBody body = parse("<a b='1'>x<c>y</a>");
    assertThat(body.error()).isEqualTo("invalid XML");
    assertThat(body.xmlTexts()).containsExactly("xy");
    assertThat(body.xmlAttributes()).containsExactly("1");
  }

  @Test
  void limitsDepthAndAttributes() {
    assertThat(parse("<a>".repeat(64) + "</a>".repeat(64)).error()).isNull();
    assertThat(parse("<a>".repeat(65) + "</a>".repeat(65)).error()).isEqualTo("XML deeper than 64");
    ParsedBody body = parse("<a>" + "<b c=''/>".repeat(1001) + "</a>");
    assertThat(body.error()).isEqualTo("more than 1000 arguments");
    assertThat(body.xmlAttributes()).hasSize(1000);
  }

  private static ParsedBody parse(String body) {
    return Bodies.parse(Format.XML, body);
  }
}

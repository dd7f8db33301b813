package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundaryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=XX",
        "Multipart/Form-Data;boundary=XX",
        "multipart/form-data; boundary=XX; charset=utf-8",
        "multipart/form-data ; boundary=XX;x"
      })
  void isTakenFromTheContentType(String contentType) {
    ParsedBody body = parse(contentType);
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.error()).isNull();
    assertThat(body.multipartFlags()).isEmpty();
  }

  @Test
  void isFlaggedWhenItIsWrittenOddly() {
    assertThat(parse("multipart/form-data; boundary=\"XX\"").multipartFlags())
        .containsExactlyInAnyOrder(MultipartFlag.BOUNDARY_QUOTED, MultipartFlag.STRICT_ERROR);
    assertThat(parse("multipart/form-data; boundary =XX").multipartFlags())
        .containsExactlyInAnyOrder(MultipartFlag.BOUNDARY_WHITESPACE, MultipartFlag.STRICT_ERROR);
    assertThat(parse("multipart/form-data boundary=XX").multipartFlags())
        .containsExactlyInAnyOrder(MultipartFlag.MISSING_SEMICOLON, MultipartFlag.STRICT_ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "multipart/mixed; boundary=XX",
        "multipart/form-data",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"XX",
        "multipart/form-data; boundary=XX\"",
        "multipart/form-data; boundary=;",
        "multipart/form-data; boundary=X@X",
        "multipart/form-data; boundary=XX ;x",
        "multipart/form-data; Boundary=XX",
        "multipart/form-data; charset=utf-8; boundary=XX",
        "multipart/form-data;; boundary=XX",
        "multipart/form-data; boundaryx=XX",
        "multipart/form-data; boundary=XX; boundary=YY",
        "multipart/form-data; boundary=XX; BOUNDARY=YY",
      })
  void isAnErrorWhenItIsInDoubt(String contentType) {
    ParsedBody body = parse(contentType);
    assertThat(body.error()).isNotNull();
    assertThat(body.arguments()).isEmpty();
    assertThat(body.multipartFlags()).contains(MultipartFlag.STRICT_ERROR);
  }

  @Test
  void hasAtMostSeventyCharacters() {
    assertThat(parse("multipart/form-data; boundary=" + "X".repeat(71)).error())
        .isEqualTo("invalid boundary");
    assertThat(parse("multipart/form-data; boundary=" + "X".repeat(2000)).error()).isNotNull();
  }

  private static ParsedBody parse(String contentType) {
    String body = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--XX--\r\n";
    return BodyParsers.parse(Format.MULTIPART, contentType, body, BodyLimits.DEFAULT);
  }
}

package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static dev.verge.waf.body.Bodies.multipart;
import static dev.verge.waf.body.MultipartFlag.CRLF_LF_LINES;
import static dev.verge.waf.body.MultipartFlag.DATA_AFTER;
import static dev.verge.waf.body.MultipartFlag.DATA_BEFORE;
import static dev.verge.waf.body.MultipartFlag.FILE_LIMIT_EXCEEDED;
import static dev.verge.waf.body.MultipartFlag.HEADER_FOLDING;
import static dev.verge.waf.body.MultipartFlag.INVALID_HEADER_FOLDING;
import static dev.verge.waf.body.MultipartFlag.INVALID_PART;
import static dev.verge.waf.body.MultipartFlag.LF_LINE;
import static dev.verge.waf.body.MultipartFlag.STRICT_ERROR;
import static dev.verge.waf.body.MultipartFlag.UNMATCHED_BOUNDARY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final String FIELD = "Content-Disposition: form-data; name=\"a\"";
  private static final String FILE =
      "content-disposition: form-data; name=\"f\"; filename=\"x.txt\"";

  @Test
  void holdsFieldsAndFiles() {
    ParsedBody body =
        multipart(
            "--XX",
            FIELD,
            "",
            "one",
            "two",
            "--XX",
            FILE,
            "Content-Type: text/plain",
            "",
            "12345",
            "--XX--");
    assertThat(body.error()).isNull();
    assertThat(body.multipartFlags()).isEmpty();
    assertThat(body.arguments()).containsExactly(arg("a", "one\r\ntwo"));
    assertThat(body.files()).containsExactly(new FilePart("f", "x.txt", null, 5));
    assertThat(body.partHeaders())
        .containsExactly(
            new PartHeader("a", FIELD),
            new PartHeader("f", FILE),
            new PartHeader("f", "Content-Type: text/plain"));
  }

  @Test
  void holdsEmptyFieldsAndAFieldWithAnEmptyFileName() {
    ParsedBody body =
        multipart(
            "--XX",
            FIELD,
            "",
            "",
            "--XX",
            "Content-Disposition: form-data; name=f; filename=\"\"",
            "",
            "",
            "--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", ""), arg("f", ""));
    assertThat(body.files()).isEmpty();
    assertThat(body.multipartFlags()).isEmpty();
  }

  @Test
  void mayEndWithoutALineBreak() {
    ParsedBody body = parse("--XX\r\n" + FIELD + "\r\n\r\nx\r\n--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.error()).isNull();
    assertThat(body.multipartFlags()).isEmpty();
  }

  @Test
  void mayHaveLinesWithoutCarriageReturnWhichIsFlagged() {
    ParsedBody body = parse("--XX\n" + FIELD + "\n\nx\n--XX--\n");
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.error()).isNull();
    assertThat(body.multipartFlags()).containsExactlyInAnyOrder(LF_LINE, STRICT_ERROR);
  }

  @Test
  void isFlaggedWhenLineBreaksAreMixed() {
    ParsedBody body = parse("--XX\r\n" + FIELD + "\r\n\r\nx\n--XX--\r\n");
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.multipartFlags())
        .containsExactlyInAnyOrder(LF_LINE, CRLF_LF_LINES, STRICT_ERROR);
  }

  @Test
  void mayHaveAnyLineBreaksInData() {
    ParsedBody body = multipart("--XX", FIELD, "", "a\nb\rc\0", "--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", "a\nb\rc\0"));
    assertThat(body.multipartFlags()).isEmpty();
  }

  @Test
  void isFlaggedWhenThereIsDataAround() {
    ParsedBody body = multipart("before", "--XX", FIELD, "", "x", "--XX--", "after");
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.multipartFlags())
        .containsExactlyInAnyOrder(DATA_BEFORE, DATA_AFTER, STRICT_ERROR);
  }

  @Test
  void isFlaggedWhenHeadersAreFolded() {
    ParsedBody body =
        multipart("--XX", "Content-Disposition: form-data;", " \tname=a", "", "x", "--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", "x"));
    assertThat(body.partHeaders())
        .containsExactly(new PartHeader("a", "Content-Disposition: form-data; name=a"));
    assertThat(body.multipartFlags()).containsExactlyInAnyOrder(HEADER_FOLDING, STRICT_ERROR);
  }

  @Test
  void isFlaggedWhenHeadersAreFoldedWithOtherWhitespace() {
    assertThat(
            multipart("--XX", "Content-Disposition: form-data;", "\u000Bname=a", "", "x", "--XX--")
                .multipartFlags())
        .contains(INVALID_HEADER_FOLDING);
  }

  @Test
  void takesABoundaryWhereDataShouldBeForData() {
    ParsedBody body = multipart("--XX", FIELD, "", "--XX", "x", "--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", "--XX\r\nx"));
    assertThat(body.multipartFlags()).containsExactlyInAnyOrder(INVALID_PART, STRICT_ERROR);
  }

  @Test
  void forgetsWhatLooksLikeABoundaryOnceThereIsOne() {
    ParsedBody body = multipart("--XX", FIELD, "", "--XY", "a--XX", "--XX--");
    assertThat(body.arguments()).containsExactly(arg("a", "--XY\r\na--XX"));
    assertThat(body.multipartFlags()).isEmpty();
  }

  @Test
  void isFlaggedWhenWhatLooksLikeABoundaryIsFollowedByNone() {
    ParsedBody body = multipart("--XX", FIELD, "", "x", "--XY--");
    assertThat(body.error()).isEqualTo("no final boundary");
    assertThat(body.arguments()).containsExactly(arg("a", "x\r\n--XY--\r\n"));
    assertThat(body.multipartFlags()).containsExactlyInAnyOrder(UNMATCHED_BOUNDARY, STRICT_ERROR);
  }

  @Test
  void isAnErrorWithoutABoundary() {
    ParsedBody body = multipart("a=<script>");
    assertThat(body.error()).isEqualTo("no boundary in the body");
    assertThat(body.multipartFlags()).contains(DATA_BEFORE, STRICT_ERROR);
  }

  @Test
  void isAnErrorWithSomethingAfterABoundary() {
    ParsedBody body = multipart("--XX", FIELD, "", "x", "--XXY", "y", "--XX--");
    assertThat(body.error()).isEqualTo("something after a boundary");
    assertThat(body.arguments()).containsExactly(arg("a", "x\r\n--XXY\r\ny\r\n--XX--\r\n"));
  }

  @Test
  void isAnErrorWithABoundaryAfterWhitespace() {
    assertThat(multipart("--XX", FIELD, "", "x", "-- XX", "--XX--").error())
        .isEqualTo("a boundary after whitespace");
  }

  @Test
  void isAnErrorWithABoundaryInQuotes() {
    String body = "--XX\r\n" + FIELD + "\r\n\r\nx\r\n--\"XX\"\r\n--XX--\r\n";
    ParsedBody parsed =
        BodyParsers.parse(
            Format.MULTIPART, "multipart/form-data; boundary=\"XX\"", body, BodyLimits.DEFAULT);
    assertThat(parsed.error()).isEqualTo("a boundary in quotes");
  }

  @Test
  void isAnErrorWithBadHeaders() {
    assertThat(headers("no colon").error()).isEqualTo("a part header without a colon");
    assertThat(headers(": x").error()).isEqualTo("an invalid name of a part header");
    assertThat(headers("a b: x").error()).isEqualTo("an invalid name of a part header");
    assertThat(headers("a: \0").error()).isEqualTo("null byte in a part header");
    assertThat(headers(" folded").error()).isEqualTo("a folded part header without a beginning");
    assertThat(headers(FIELD, FILE).error()).isEqualTo("a part header twice");
    assertThat(headers("Content-Type: a/b").error()).isEqualTo("a part has no Content-Disposition");
  }

  @Test
  void keepsTheHeaderThatIsWrong() {
    ParsedBody body = headers("X: y", "\u000EContent-Disposition: form-data; name=a");
    assertThat(body.partHeaders())
        .containsExactly(
            new PartHeader("", "X: y"),
            new PartHeader("", "\u000EContent-Disposition: form-data; name=a"));
    assertThat(body.multipartFlags()).contains(INVALID_PART);
  }

  @Test
  void limitsFilesHeadersAndFields() {
    assertThat(multipart("--XX", (FILE + "\r\n\r\nx\r\n--XX\r\n").repeat(101)).multipartFlags())
        .contains(FILE_LIMIT_EXCEEDED, STRICT_ERROR);
    assertThat(multipart("--XX", (FIELD + "\r\n\r\nx\r\n--XX\r\n").repeat(1001)).error())
        .isEqualTo("more than 1000 arguments");
    String[] many = new String[33];
    for (int i = 0; i < many.length; i++) {
      many[i] = "X" + i + ": y";
    }
    assertThat(headers(many).error()).isEqualTo("more headers of a part than allowed");
    assertThat(headers("X: " + "y".repeat(4096)).error())
        .isEqualTo("a part header longer than 4096");
    assertThat(headers("X: y", (" " + "y".repeat(100) + "\r\n").repeat(50)).error())
        .isEqualTo("a part header longer than 4096");
  }

  private static ParsedBody headers(String... lines) {
    return multipart("--XX", String.join("\r\n", lines), "", "x", "--XX--");
  }

  private static ParsedBody parse(String body) {
    return Bodies.parse(Format.MULTIPART, body);
  }
}

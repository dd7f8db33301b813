package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static dev.verge.waf.body.Bodies.multipart;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {
  @Test
  void unescapesQuotesAndBackslashesOnly() {
    assertThat(parse("form-data; name=\"a\\\"b\\\\c\"; filename=\"C:\\x\\\";.txt\"").files())
        .containsExactly(new FilePart("a\"b\\c", "C:\\x\";.txt", null, 1));
  }

  @Test
  void takesNamesWithoutQuotesAndBlanksAround() {
    assertThat(parse("form-data ; name = a ; filename=b.txt ").files())
        .containsExactly(new FilePart("a", "b.txt", null, 1));
    assertThat(parse("form-data; name=a;").arguments()).containsExactly(arg("a", "x"));
  }

  @Test
  void keepsTheExtendedFileNameAsItIsWritten() {
    assertThat(parse("form-data; name=a; filename=b; filename*=UTF-8'en'%e2%82%ac.txt").files())
        .containsExactly(new FilePart("a", "b", "%e2%82%ac.txt", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name='a'",
        "form-data; name=a'b",
        "form-data; name=a; filename='b.txt'",
        "form-data; name=\"a\"b; filename=\"c\"",
      })
  void flagsSingleQuotesAndTextAfterQuotes(String disposition) {
    assertThat(parse(disposition).multipartFlags())
        .contains(MultipartFlag.INVALID_QUOTING, MultipartFlag.STRICT_ERROR);
  }

  @Test
  void doesNotMindSingleQuotesWithinDoubleQuotes() {
    ParsedBody body = parse("form-data; name=\"it's\"");
    assertThat(body.arguments()).containsExactly(arg("it's", "x"));
    assertThat(body.multipartFlags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attachment; name=a",
        "Form-Data; name=a",
        "form-datax; name=a",
        "form-data",
        "form-data; name=",
        "form-data; name",
        "form-data; name x",
        "form-data; name=\"\"",
        "form-data; name=a; ",
        "form-data; name=a; name=b",
        "form-data; name=a b",
        "form-data; name=\"a\"b",
        "form-data; name=\"a",
        "form-data; name=\"a\\",
        "form-data; Name=a",
        "form-data; name=a; size=1",
        "form-data; filename=b",
        "form-data; name=a; filename =b",
        "form-data; name=a; filename*=UTF-8''b",
        "form-data; name=a; filename=b; filename*=b",
        "form-data; name=a; filename=b; filename*=''b",
        "form-data; name=a; filename=b; filename*=UTF-8'b",
        "form-data; name=a; filename=b; filename*=UTF-8''%4",
        "form-data; name=a; filename=b; filename*=UTF-8''%zz",
        "form-data; name=a; filename=b; filename*=UTF-8''b/c",
      })
  void isAnErrorWhenNotPlain(String disposition) {
    ParsedBody body = parse(disposition);
    assertThat(body.error()).isNotNull();
    assertThat(body.multipartFlags()).contains(MultipartFlag.STRICT_ERROR);
  }

  private static ParsedBody parse(String disposition) {
    return multipart("--XX", "Content-Disposition: " + disposition, "", "x", "--XX--");
  }
}

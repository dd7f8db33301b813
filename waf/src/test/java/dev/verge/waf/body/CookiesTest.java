package dev.verge.waf.body;

import static dev.verge.waf.body.Bodies.arg;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookiesTest {
  @Test
  void areSplitAtSemicolons() {
    assertThat(Cookies.parse("a=1; b=2;c=3"))
        .containsExactly(arg("a", "1"), arg("b", "2"), arg("c", "3"));
  }

  @Test
  void haveTheirNameBeforeTheFirstEqualsSign() {
    assertThat(Cookies.parse("a=b=c; d; e="))
        .containsExactly(arg("a", "b=c"), arg("d", ""), arg("e", ""));
  }

  @Test
  void areNotDecoded() {
    assertThat(Cookies.parse("a=%41+\"x\"; %41=1"))
        .containsExactly(arg("a", "%41+\"x\""), arg("%41", "1"));
  }

  @Test
  void loseWhitespaceBeforeTheNameAndAtTheEnd() {
    assertThat(Cookies.parse(" \ta =1 ; b= 2 \t "))
        .containsExactly(arg("a ", "1 "), arg("b", " 2"));
  }

  @Test
  void areLeftOutWithoutAName() {
    assertThat(Cookies.parse(";; =1;a=2; ;")).containsExactly(arg("a", "2"));
    assertThat(Cookies.parse("")).isEmpty();
    assertThat(Cookies.parse(" ; ")).isEmpty();
  }
}

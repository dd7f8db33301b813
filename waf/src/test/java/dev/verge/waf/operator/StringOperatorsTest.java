package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.captured;
import static dev.verge.waf.operator.Answers.compile;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.yes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StringOperatorsTest {
  @Test
  void streqIsEquality() {
    yes("streq", "abc", "abc");
    no("streq", "abc", "ABC", "ab", "abcd", "");
    yes("streq", "", "");
    no("streq", "", "a");
    yes("streq", "\u00E9", "\u00E9");
    no("streq", "\u00E9", "\u00C9");
  }

  @Test
  void containsFindsTheArgumentInTheValue() {
    yes("contains", "bc", "abcd", "bc");
    no("contains", "bc", "b c", "BC", "");
    yes("contains", "", "", "a");
  }

  @Test
  void strmatchIsAnotherNameForContains() {
    yes("strmatch", "bc", "abcd");
    no("strmatch", "bc", "BC");
  }

  @Test
  void withinFindsTheValueInTheArgument() {
    yes("within", "GET POST HEAD", "GET", "POST", "ST HE", "");
    no("within", "GET POST HEAD", "PUT", "get", "GET POST HEAD ");
    yes("within", "", "");
    no("within", "", "a");
  }

  @Test
  void beginsWithAndEndsWithLookAtTheEnds() {
    yes("beginsWith", "ab", "ab", "abc");
    no("beginsWith", "ab", "cab", "a", "AB", "");
    yes("beginsWith", "", "", "a");
    yes("endsWith", "bc", "bc", "abc");
    no("endsWith", "bc", "bca", "c", "BC", "");
    yes("endsWith", "", "", "a");
  }

  @Test
  void containsWordFindsTheArgumentByItself() {
    yes("containsWord", "or", "or", "a or b", "-or-", "for or", "\u00E9or\u00E9");
    no("containsWord", "or", "for", "order", "_or", "or1", "OR", "", "o", "fororder");
    yes("containsWord", "a b", "x a b y");
    yes("containsWord", "", "", "a");
    yes("containsWord", "-", "-", "a - b");
  }

  @Test
  void theArgumentOfARequestCountsAndNotTheOneItWasCompiledWith() {
    for (String name :
        List.of(
            "streq", "contains", "strmatch", "within", "beginsWith", "endsWith", "containsWord")) {
      Operator operator = compile(name, "%{tx.a}");
      assertThat(operator.isFixed()).as(name).isFalse();
      assertThat(operator.required()).as(name).isEmpty();
      assertThat(operator.matches("abc", "abc", null)).as(name).isTrue();
      assertThat(operator.matches("abc", "%{tx.a}", null)).as(name).isFalse();
    }
  }

  @Test
  void whatMatchedIsLeftInTheFirstGroup() {
    assertThat(captured("contains", "b", "abc", 0)).isEqualTo("abc");
    assertThat(captured("contains", "b", "abc", 1)).isNull();
  }
}

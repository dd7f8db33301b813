package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.compile;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.yes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumericOperatorsTest {
  @Test
  void numbersAreCompared() {
    yes("eq", "5", "5", "05", "+5");
    no("eq", "5", "4", "6", "-5", "55");
    yes("ge", "5", "5", "6");
    no("ge", "5", "4");
    yes("gt", "5", "6", "10");
    no("gt", "5", "5", "4");
    yes("le", "5", "5", "4");
    no("le", "5", "6");
    yes("lt", "5", "4");
    no("lt", "5", "5", "10");
  }

  @Test
  void numbersMayBeNegative() {
    yes("eq", "-5", "-5", " -5");
    no("eq", "-5", "5", "--5", "- 5");
    yes("lt", "0", "-1");
    yes("gt", "-10", "-9", "0");
    no("ge", "-9", "-10");
  }

  @Test
  void whatBeginsWithNoNumberIsZero() {
    yes("eq", "0", "", "abc", "-", "+", ".5", "-0");
    yes("eq", "", "0", "");
    yes("lt", "1", "x9");
  }

  @Test
  void onlyTheBeginningOfAValueCounts() {
    yes("eq", "12", "12abc", "12.9", " \t12", "12 13");
    no("eq", "12", "a12", "0x12");
  }

  @Test
  void longNumbersAreLargerThanAllThatFitIntoAnInt() {
    String largest = String.valueOf(Integer.MAX_VALUE);
    for (int digits = 11; digits < 2_000; digits *= 3) {
      yes("gt", largest, "9".repeat(digits), "1" + "0".repeat(digits));
      yes("lt", "-" + largest, "-" + "9".repeat(digits));
    }
    yes("gt", largest, "2147483648");
    yes("eq", largest, largest);
    yes("gt", "0", String.valueOf(Long.MAX_VALUE));
  }

  @Test
  void longNumbersKeepTheirDigits() {
    no("eq", "21474836480", "21474836481", "214748364800");
    yes("lt", "21474836480", "21474836479");
    yes("eq", "21474836480", "21474836480");
    yes("eq", "" + Long.MAX_VALUE, "" + Long.MAX_VALUE, "9".repeat(40));
    no("eq", "" + Long.MAX_VALUE, "" + (Long.MAX_VALUE - 1));
  }

  @Test
  void intsAreComparedAsIntegers() {
    Random random = new Random(20260106);
    for (int i = 0; i < 2_000; i++) {
      int value = random.nextInt() >> random.nextInt(32);
      int argument = random.nextInt() >> random.nextInt(32);
      assertThat(answer("lt", value, argument)).isEqualTo(value < argument);
      assertThat(answer("ge", value, argument)).isEqualTo(value >= argument);
      assertThat(answer("eq", value, argument)).isEqualTo(value == argument);
    }
  }

  private static boolean answer(String name, int value, int argument) {
    String text = String.valueOf(argument);
    return compile(name, text).matches(String.valueOf(value), text, null);
  }

  @Test
  void theArgumentMayChangeWithTheRequest() {
    for (String name : List.of("eq", "ge", "gt", "le", "lt")) {
      assertThat(compile(name, "%{tx.a}").isFixed()).isFalse();
    }
    assertThat(compile("gt", "%{tx.a}").matches("6", "5", null)).isTrue();
  }
}

package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.body.BodyLimits;
import dev.verge.waf.body.BodyParsers;
import dev.verge.waf.body.Cookies;
import dev.verge.waf.body.Format;
import dev.verge.waf.body.ParsedBody;
import dev.verge.waf.injection.Sqli;
import dev.verge.waf.injection.Xss;
import dev.verge.waf.regex.Regex;
import dev.verge.waf.regex.RegexDifferentialTest;
import dev.verge.waf.regex.RegexException;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.text.Ascii;
import dev.verge.waf.transform.Transformation;
import dev.verge.waf.transform.Transformations;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What takes any input, and what must hold of what it makes of it. */
enum FuzzTarget {
  /** Rules load and then come to the same with and without the gate, or are told with a line. */
  RULES {
    @Override
    List<String> corpus() {
      return FuzzRules.TEXTS;
    }

    @Override
    void take(String input, FuzzInputs more) throws IOException {
      Rules rules;
      try {
        rules = Rules.builder().text("fuzz", input).build();
      } catch (SecLangException e) {
        assertThat(e).hasMessageMatching("(?s)[^\n]+:\\d+: .+");
        return;
      }
      String query = "/?a=" + more.changed(FuzzInputs.VALUES);
      GateTest.assertSame(rules, Request.get(query).with("Host", more.changed(FuzzInputs.VALUES)));
    }
  },

  /** An expression is refused, or matches only what has a literal that it requires. */
  EXPRESSION {
    @Override
    List<String> corpus() {
      return FuzzInputs.EXPRESSIONS;
    }

    @Override
    void take(String input, FuzzInputs more) {
      Regex regex;
      try {
        regex = Regex.compile(input);
      } catch (RegexException e) {
        assertThat(e).hasMessageContaining(" in ");
        return;
      }
      RegexDifferentialTest.assertSame(more.seed(), 1);
      for (String value : List.of(input, "", more.changed(FuzzInputs.VALUES))) {
        boolean matches = regex.matches(value);
        assertThat(regex.groups(value) != null).isEqualTo(matches);
        assertThat(regex.matchesLowerCase(Ascii.lower(value)))
            .isEqualTo(regex.matches(Ascii.lower(value)));
        if (matches && !regex.required().isEmpty()) {
          assertThat(regex.required()).anyMatch(Ascii.lower(value)::contains);
        }
      }
    }
  },

  /** Every transformation makes bytes of bytes, of bounded length, and the same again. */
  TRANSFORMATION {
    @Override
    void take(String input, FuzzInputs more) {
      String value = input;
      for (int steps = more.number(4); steps >= 0; steps--) {
        String name = more.pick(Transformations.NAMES);
        Transformation step = Objects.requireNonNull(Transformation.named(name), name);
        String result = step.apply(value);
        assertBytes(result);
        assertThat(result.length()).as(name).isLessThanOrEqualTo(6 * value.length() + 20);
        assertThat(step.apply(value)).as(name).isEqualTo(result);
        value = result;
      }
    }
  },

  /** Bodies of every format are read within their limits, whatever they are. */
  BODY {
    @Override
    List<String> corpus() {
      return FuzzInputs.BODIES;
    }

    @Override
    void take(String input, FuzzInputs more) {
      int space = input.indexOf(' ');
      String body = input.substring(space + 1);
      String type = space > 0 && more.number(4) == 0 ? input.substring(0, space) : MULTIPART;
      BodyLimits limits = more.number(2) == 0 ? BodyLimits.DEFAULT : TIGHT;
      for (Format format : Format.values()) {
        ParsedBody parsed = BodyParsers.parse(format, type, body, limits);
        assertThat(parsed.arguments()).hasSizeLessThanOrEqualTo(limits.arguments());
        assertThat(parsed.files()).hasSizeLessThanOrEqualTo(limits.files());
        parsed.arguments().forEach(argument -> assertBytes(argument.name() + argument.value()));
        parsed.xmlTexts().forEach(FuzzTarget::assertBytes);
        parsed.xmlAttributes().forEach(FuzzTarget::assertBytes);
        parsed.partHeaders().forEach(header -> assertBytes(header.part() + header.line()));
      }
      Cookies.parse(body).forEach(cookie -> assertBytes(cookie.name() + cookie.value()));
    }
  },

  /** Every value gets a verdict. */
  INJECTION {
    @Override
    void take(String input, FuzzInputs more) {
      String fingerprint = Sqli.fingerprint(input);
      assertThat(fingerprint == null || fingerprint.length() <= 5).isTrue();
      assertThat(input.indexOf('<') >= 0 || input.indexOf('=') >= 0 || !Xss.detects(input))
          .isTrue();
    }
  },

  /** Whole requests come to the same with and without the gate. */
  TRANSACTION {
    @Override
    void take(String input, FuzzInputs more) {
      RandomRequests requests = new RandomRequests(more.seed(), List.of(input));
      GateTest.assertSame(more.pick(FuzzRules.SETS), requests.next());
    }
  };

  private static final String MULTIPART = "multipart/form-data; boundary=XX";
  private static final BodyLimits TIGHT = new BodyLimits(2, 2, 1, 1, 20, 30);

  /** What its inputs are made of. */
  List<String> corpus() {
    return FuzzInputs.VALUES;
  }

  /**
   * Takes an input.
   *
   * @param more draws what else is needed
   */
  abstract void take(String input, FuzzInputs more) throws IOException;

  private static void assertBytes(String value) {
    assertThat(value.chars().allMatch(c -> c <= 0xFF)).isTrue();
  }
}

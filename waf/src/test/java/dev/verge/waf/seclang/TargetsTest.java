package dev.verge.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.Target.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void collectionsAreSeparatedByBars() {
    assertThat(parse("ARGS|REQUEST_URI|TX"))
        .containsExactly(target("ARGS", null), target("REQUEST_URI", null), target("TX", null));
  }

  @Test
  void collectionsAreNamedWithoutRegardToCase() {
    assertThat(parse("args|Request_Headers:Host"))
        .containsExactly(target("ARGS", null), named("REQUEST_HEADERS", "Host"));
  }

  @Test
  void spacesAroundBarsDoNotMatter() {
    assertThat(parse("ARGS:/a/ |TX ")).containsExactly(pattern("ARGS", "a"), target("TX", null));
    assertThat(parse("ARGS | ARGS_NAMES | ARGS:x | TX"))
        .containsExactly(
            target("ARGS", null),
            target("ARGS_NAMES", null),
            named("ARGS", "x"),
            target("TX", null));
  }

  @Test
  void aTargetMayBeExcludedOrCounted() {
    assertThat(parse("!ARGS:x|&ARGS|!&TX"))
        .containsExactly(
            new Target(true, false, "ARGS", new Selector.Name("x")),
            new Target(false, true, "ARGS", null),
            new Target(true, true, "TX", null));
  }

  @Test
  void aNameMayHaveColonsAndSlashesInIt() {
    assertThat(parse("ARGS:a:b/c|TX:d")).containsExactly(named("ARGS", "a:b/c"), named("TX", "d"));
  }

  @Test
  void quotesHoldANameWithABarTogether() {
    assertThat(parse("ARGS:'a|b'|TX:c")).containsExactly(named("ARGS", "a|b"), named("TX", "c"));
  }

  @Test
  void slashesMakeAnExpressionWhichMayHaveBars() {
    assertThat(parse("ARGS:/a|b/|TX:c")).containsExactly(pattern("ARGS", "a|b"), named("TX", "c"));
    assertThat(parse("ARGS:'/a|b/'|TX:c"))
        .containsExactly(pattern("ARGS", "a|b"), named("TX", "c"));
  }

  @Test
  void anEscapedSlashIsPartOfTheExpression() {
    assertThat(parse("ARGS:/a\\/b\\d\\./|TX"))
        .containsExactly(pattern("ARGS", "a/b\\d\\."), target("TX", null));
  }

  @Test
  void anEscapedBackslashEscapesNoSlash() {
    assertThat(parse("ARGS:/a\\\\/|TX"))
        .containsExactly(pattern("ARGS", "a\\\\"), target("TX", null));
  }

  @Test
  void xmlIsSelectedByPaths() {
    assertThat(parse("XML:/*|XML://@*")).containsExactly(named("XML", "/*"), named("XML", "//@*"));
  }

  @Test
  void targetsReadAsTheyAreWritten() {
    for (String text : List.of("ARGS", "!ARGS:x", "&TX:y", "ARGS:/a|b/", "XML:/*")) {
      assertThat(parse(text)).singleElement().hasToString(text);
    }
  }

  @Test
  void whatIsNoTargetIsAnError() {
    assertError("", "a target without a name in ''");
    assertError("ARGS||TX", "a target without a name in 'ARGS||TX'");
    assertError("ARGS|", "a target without a name in 'ARGS|'");
    assertError("!", "a target without a name in '!'");
    assertError("ARGS:/a", "a / is not closed in 'ARGS:/a'");
    assertError("ARGS:/a\\/", "a / is not closed in 'ARGS:/a\\/'");
    assertError("ARGS:'a", "a ' is not closed in 'ARGS:'a'");
    assertError("ARGS:'/a/", "a ' is not closed in 'ARGS:'/a/'");
    assertError("ARGS:/a/b|TX", "a separator is missing before 'b|TX' in 'ARGS:/a/b|TX'");
    assertError("ARGS:'a'b", "a separator is missing before 'b' in 'ARGS:'a'b'");
    assertError("ARGS:/a/,TX", "a separator is missing before ',TX' in 'ARGS:/a/,TX'");
  }

  private static void assertError(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(SecLangException.class)
        .hasMessage("rules.conf:7: " + message);
  }

  private static List<Target> parse(String text) {
    return Targets.parse(new Source("rules.conf", 7), text);
  }

  private static Target named(String collection, String name) {
    return target(collection, new Selector.Name(name));
  }

  private static Target pattern(String collection, String regex) {
    return target(collection, new Selector.Pattern(regex));
  }

  private static Target target(String collection, @Nullable Selector selector) {
    return new Target(false, false, collection, selector);
  }
}

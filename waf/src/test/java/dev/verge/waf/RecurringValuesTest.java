package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is remembered of headers must change nothing, and must not be what is private. */
class RecurringValuesTest {
  private static final Rules RULES =
      Request.rules(
          "SecRule REQUEST_HEADERS \"@rx (?i)(evil)(bot)?\" "
              + "\"id:1,phase:1,t:urlDecode,capture,msg:'m',logdata:'%{tx.1}.%{tx.2}'\"",
          "SecRule REQUEST_HEADERS:User-Agent \"!@rx ^[A-Za-z0-9 /%.]+$\" \"id:2,phase:1\"",
          "SecRule REQUEST_HEADERS \"@rx ^.{3}$\" \"id:3,phase:1\"",
          "SecRule REQUEST_HEADERS:User-Agent \"@within %{ARGS.known}\" \"id:4,phase:1\"");

  private static List<Integer> ids(String agent, String uri) {
    return Request.get(uri).with("User-Agent", agent).through(RULES).ids();
  }

  @Test
  void aHeaderThatComesAgainIsJudgedAsTheFirstTime() {
    for (int time = 0; time < 3; time++) {
      assertThat(ids("Browser/1.0", "/")).isEmpty();
      assertThat(ids("E%76ilBot/1.0", "/")).containsExactly(1);
      assertThat(ids("<b>", "/")).containsExactly(2, 3);
    }
  }

  @Test
  void whatAMatchCapturesIsThereEachTime() {
    for (int time = 0; time < 3; time++) {
      Passage passage = Request.get("/").with("User-Agent", "an evilBot").through(RULES);
      assertThat(passage.transaction().matches().getFirst().data()).isEqualTo("evil.Bot");
    }
  }

  @Test
  void rulesThatCaptureFromTheSameHeaderCaptureEachTheirOwn() {
    Rules rules =
        Request.rules(
            "SecRule REQUEST_HEADERS:User-Agent \"@rx (Bro)\" \"id:1,capture,logdata:'%{tx.1}'\"",
            "SecRule REQUEST_HEADERS:User-Agent \"@rx (wser)\" \"id:2,capture,logdata:'%{tx.1}'\"");
    for (int time = 0; time < 3; time++) {
      Passage passage = Request.get("/").with("User-Agent", "Browser/1.0").through(rules);
      assertThat(passage.transaction().matches())
          .extracting(Match::data)
          .containsExactly("Bro", "wser");
    }
  }

  @Test
  void aQuestionThatDependsOnTheRequestIsAskedEachTime() {
    for (int time = 0; time < 3; time++) {
      assertThat(ids("Browser/1.0", "/?known=Browser/1.0")).containsExactly(4);
      assertThat(ids("Browser/1.0", "/?known=another")).isEmpty();
    }
  }

  @Test
  void onlyShortHeadersThatSayNothingOfTheSenderAreKept() {
    RecurringValues recurring = new RecurringValues(1);

    assertThat(recurring.of("gzip")).isSameAs(recurring.of("gzip"));
    assertThat(recurring.of("x".repeat(257))).isNotSameAs(recurring.of("x".repeat(257)));
    assertThat(RecurringValues.areOf("user-agent")).isTrue();
    assertThat(List.of("cookie", "authorization", "x-api-key", "referer", "x-forwarded-for"))
        .noneMatch(RecurringValues::areOf);
  }

  @Test
  void morePlacesThanThereAreAreNeverTaken() {
    RecurringValues recurring = new RecurringValues(1);
    Value first = recurring.of("0");
    for (int i = 0; i < 10_000; i++) {
      assertThat(recurring.of("value " + i).plain).isEqualTo("value " + i);
    }
    assertThat(recurring.of("0")).isNotSameAs(first); // another value has its place
  }

  @Test
  void threadsThatShareAValueAllJudgeItRightly() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 200; round++) {
        String good = "Browser/" + round;
        String bad = "evil " + round;
        List<Future<Boolean>> all = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          all.add(threads.submit(() -> ids(good, "/").isEmpty() && ids(bad, "/").contains(1)));
        }
        for (Future<Boolean> right : all) {
          assertThat(right.get()).isTrue();
        }
      }
    }
  }
}

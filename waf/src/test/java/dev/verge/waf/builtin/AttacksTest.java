package dev.verge.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.builtin.Attacks.Attack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AttacksTest {
  private static final double SHARE = 0.95;

  @TestFactory
  List<DynamicTest> attacksOfEachCategoryAreBlocked() throws IOException {
    Firewall firewall = Firewall.builtin();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, List<Attack>> category : Attacks.all().entrySet()) {
      List<Attack> attacks = category.getValue();
      tests.add(DynamicTest.dynamicTest(category.getKey(), () -> check(firewall, attacks)));
    }
    return tests;
  }

  private static void check(Firewall firewall, List<Attack> attacks) {
    List<String> missed =
        attacks.stream()
            .filter(attack -> !firewall.request(attack.sample()).blocked())
            .map(Attack::line)
            .toList();
    double share = 1 - (double) missed.size() / attacks.size();
    assertThat(share).as("missed: %s", missed).isGreaterThanOrEqualTo(SHARE);
  }

  @Test
  void theTableIsLarge() throws IOException {
    Map<String, List<Attack>> all = Attacks.all();
    assertThat(all.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(700);
    assertThat(all.values()).allMatch(category -> category.size() >= 10);
  }
}

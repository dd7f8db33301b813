package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
  @Test
  void startsAtTheFirstPage() {
    assertThat(Input.page(Optional.empty())).isEqualTo(1);
    assertThat(Input.page(Optional.of("500"))).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "abc", "1.5", "1e3", "+1", "٣", " 1", "99999999999999"})
  void refusesWhatIsNoPageAndNamesIt(String page) {
    assertThatThrownBy(() -> Input.page(Optional.of(page)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.members()).containsEntry("field", "page");
            });
  }

  @Test
  void takesAnEmailHoweverItIsTyped() {
    assertThat(Input.email("Zoe@Example.COM")).isEqualTo("zoe@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a@b",
        "a@@b.c",
        "a b@c.d",
        "@b.c",
        "a@.c",
        "a@b.",
        "a@b.c\n",
        "' OR 1=1"
      })
  void refusesWhatIsNoEmail(String email) {
    assertThat(Input.isEmail(email)).isFalse();
  }

  @Test
  void refusesAnEmailThatIsTooLong() {
    assertThat(Input.isEmail("a".repeat(248) + "@b.com")).isTrue();
    assertThat(Input.isEmail("a".repeat(249) + "@b.com")).isFalse();
  }

  @Test
  void boundsTextInCharactersAndRefusesControls() {
    assertThat(Input.text("name", "  Zoë 🦊 ", 5)).isEqualTo("Zoë 🦊");
    for (String bad : List.of("", "   ", "123456", "a\u0000b", "\ud800")) {
      assertThatThrownBy(() -> Input.text("name", bad, 5)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void boundsPasswords() {
    assertThat(Input.password("12345678")).isEqualTo("12345678");
    for (String bad : List.of("1234567", "x".repeat(1025))) {
      assertThatThrownBy(() -> Input.password(bad)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void ordersAddUpItemsOfTheSameProduct() {
    NewOrder order =
        order(new NewOrder.Item(7, 1), new NewOrder.Item(3, 2), new NewOrder.Item(7, 4));
    assertThat(order.quantities()).containsEntry(7L, 5).containsEntry(3L, 2).hasSize(2);
    assertThat(order.canonical())
        .isEqualTo("3x2,7x5")
        .isEqualTo(order(new NewOrder.Item(7, 5), new NewOrder.Item(3, 2)).canonical());
  }

  @Test
  void ordersAreOfOneToAHundredItemsOfOneToTenThousand() {
    NewOrder.Item item = new NewOrder.Item(1, 10_000);
    assertThat(order(Stream.generate(() -> item).limit(100).toArray(NewOrder.Item[]::new)).items())
        .hasSize(100);
    assertThatThrownBy(() -> order()).isInstanceOf(Problem.class);
    assertThatThrownBy(
            () -> order(Stream.generate(() -> item).limit(101).toArray(NewOrder.Item[]::new)))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> new NewOrder.Item(1, 0)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> new NewOrder.Item(1, 10_001)).isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "",
        "/a//b",
        "/a?x=//b",
        "/../x",
        "/a\nb"
      })
  void neverLeadsElsewhereAfterSigningIn(String next) {
    assertThat(Browsers.inside(next)).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/orders", "/products/42"})
  void leadsBackToWhereTheVisitorWas(String next) {
    assertThat(Browsers.inside(next)).isEqualTo(next);
  }

  private static NewOrder order(NewOrder.Item... items) {
    return new NewOrder(List.of(items));
  }
}

package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final List<Product> PRODUCTS =
      LongStream.rangeClosed(1, Catalog.SIZE).mapToObj(Catalog::product).toList();

  @Test
  void hasTwentyCategoriesOfFiveHundred() {
    Map<String, Long> sizes =
        PRODUCTS.stream().collect(Collectors.groupingBy(Product::category, Collectors.counting()));
    assertThat(sizes).hasSize(20);
    assertThat(sizes.values()).containsOnly(500L);
  }

  @Test
  void givesEveryProductANameOfItsOwn() {
    assertThat(PRODUCTS.stream().map(Product::name)).doesNotHaveDuplicates();
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(Catalog.product(4711)).isEqualTo(PRODUCTS.get(4710));
    assertThat(PRODUCTS.getFirst().created_at()).isEqualTo("2025-01-01T00:52:00Z");
  }

  @Test
  void putsTheHighestIdNewestAsTextToo() {
    assertThat(PRODUCTS)
        .isSortedAccordingTo(Comparator.comparing(Product::created_at))
        .extracting(Product::created_at)
        .doesNotHaveDuplicates();
  }

  @Test
  void stocksFiveToFiveHundredOfEach() {
    assertThat(PRODUCTS).allSatisfy(p -> assertThat(p.stock()).isBetween(5L, 500L));
    assertThat(PRODUCTS.stream().map(Product::stock).collect(Collectors.toSet()))
        .contains(5L, 500L);
  }

  @Test
  void pricesAreWholeCentsAboveNothing() {
    assertThat(PRODUCTS)
        .allSatisfy(p -> {
          assertThat(p.price().scale()).isEqualTo(2);
          assertThat(p.price()).isGreaterThan(BigDecimal.ONE);
        });
  }

  @Test
  void hasTextThatNeedsCareAmongTheNewest() {
    String newest =
        PRODUCTS.subList(Catalog.SIZE - 100, Catalog.SIZE).stream()
            .map(p -> p.name() + p.description())
            .collect(Collectors.joining("\n"));
    assertThat(newest)
        .contains("<script>", "\"", "'", "&", "🥁", "青磁", "صباح", "Портфель", "DROP TABLE");
  }

  @Test
  void usesOnlyIconsThatExist() {
    Set<String> icons = new HashSet<>();
    Pattern symbol = Pattern.compile("<symbol id=\"([^\"]+)\"");
    symbol.matcher(Tables.text("assets/icons.svg")).results().forEach(m -> icons.add(m.group(1)));
    assertThat(PRODUCTS).allSatisfy(p -> assertThat(icons).contains(p.icon()));
    assertThat(Category.all()).allSatisfy(c -> assertThat(icons).contains(c.icon()));
  }

  @Test
  void hasTheSameBasePricesAsTheOriginsMigration() {
    String migration = Tables.text("migrations/orders/0001_orders.sql");
    String array = migration.substring(migration.indexOf("(ARRAY[") + 7, migration.indexOf("])["));
    List<Integer> origin =
        Pattern.compile("[0-9]+")
            .matcher(array)
            .results()
            .map(MatchResult::group)
            .map(Integer::valueOf)
            .toList();
    List<Integer> edge =
        Category.all().stream()
            .flatMap(category -> category.kinds().stream())
            .map(Category.Kind::dollars)
            .toList();
    assertThat(edge).hasSize(200).isEqualTo(origin);
  }
}

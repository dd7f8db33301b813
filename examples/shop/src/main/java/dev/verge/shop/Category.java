package dev.verge.shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A category of products, with what the catalog is made from. There are 20, each with five styles,
 * two sentences and ten kinds.
 *
 * @param slug its name in the database and in addresses
 * @param icon a symbol of {@code assets/icons.svg}
 */
public record Category(
    String slug,
    String title,
    String icon,
    String blurb,
    List<String> styles,
    List<String> sentences,
    List<Kind> kinds) {

  /** A kind of thing, and what the plainest of it costs in whole dollars. */
  public record Kind(String icon, String name, int dollars) {}

  private static final List<Category> ALL = read();
  private static final Map<String, Category> BY_SLUG =
      ALL.stream().collect(Collectors.toMap(Category::slug, Function.identity()));

  /** All categories, in the catalog's order. */
  public static List<Category> all() {
    return ALL;
  }

  /** The category of that name. */
  public static Optional<Category> find(String slug) {
    return Optional.ofNullable(BY_SLUG.get(slug));
  }

  private static List<Category> read() {
    String[] blocks = Tables.text("catalog/categories.txt").split("\n\n");
    return Tables.lines(List.of(blocks)).map(Category::parse).toList();
  }

  private static Category parse(String block) {
    List<String> lines = block.lines().toList();
    List<String> head = Tables.cells(lines.getFirst());
    return new Category(
        head.get(0),
        head.get(1),
        head.get(2),
        head.get(3),
        List.of(head.get(4).split(", ", -1)),
        head.subList(5, 7),
        lines.stream().skip(1).map(Tables::cells).map(Category::kind).toList());
  }

  private static Kind kind(List<String> cells) {
    return new Kind(cells.get(0), cells.get(1), Integer.parseInt(cells.get(2)));
  }
}

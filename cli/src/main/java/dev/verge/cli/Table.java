package dev.verge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people. Columns of numbers stand to the right. Long cells are cut, and
 * control characters, with which data could steer the terminal, are shown as escapes. Not
 * thread-safe.
 */
final class Table {
  private static final int MAX_CELL = 80;
  private static final String GAP = "  ";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final List<List<String>> lines = new ArrayList<>();
  private final int columns;

  Table(List<String> head) {
    columns = head.size();
    lines.add(head.stream().map(Table::visible).toList());
  }

  static Table of(String... head) {
    return new Table(List.of(head));
  }

  /** Adds a row of as many cells as the head has. */
  Table row(String... cells) {
    return row(List.of(cells));
  }

  Table row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns + " columns");
    }
    lines.add(cells.stream().map(Table::visible).map(Table::cut).toList());
    return this;
  }

  /** The lines, each ended by a newline. */
  @Override
  public String toString() {
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0);
      right[i] =
          lines.size() > 1 && lines.stream().skip(1).allMatch(line -> isNumber(line.get(column)));
    }
    return lines.stream()
        .map(line -> line(line, widths, right))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : GAP);
      line.append(right[i] ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.equals("-") || NUMBER.matcher(cell).matches();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String cut(String cell) {
    return width(cell) <= MAX_CELL
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, MAX_CELL - 1)) + "…";
  }

  /** The text with control characters as escapes. */
  static String visible(@Nullable String text) {
    if (text == null) {
      return "-";
    }
    if (text.codePoints().noneMatch(Table::steers)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
              if (steers(c)) {
                escaped.append("\\u%04x".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            }
          }
        });
    return escaped.toString();
  }

  /** Control and format characters, among them those that turn the writing direction. */
  private static boolean steers(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}

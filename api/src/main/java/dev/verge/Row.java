package dev.verge;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result, immutable: values are null, {@link Long}, {@link Double}, {@link String} or
 * {@code byte[]}. Written as JSON it is an object with the columns in order.
 */
public final class Row {
  private final List<String> columns;
  private final @Nullable Object[] values;

  /**
   * A row; the arrays are not copied.
   *
   * @param columns shared by all rows of a result
   */
  public Row(List<String> columns, @Nullable Object[] values) {
    if (columns.size() != values.length) {
      throw new IllegalArgumentException(columns.size() + " columns, " + values.length + " values");
    }
    this.columns = columns;
    this.values = values;
  }

  /** The column names, in order. */
  public List<String> columns() {
    return columns;
  }

  /** The value by position from 0. */
  public @Nullable Object value(int index) {
    return values[index];
  }

  /**
   * The value by column name; SQLite's names compare without case.
   *
   * @throws IllegalArgumentException naming the columns there are
   */
  public @Nullable Object get(String column) {
    for (int i = 0; i < values.length; i++) {
      if (columns.get(i).equalsIgnoreCase(column)) {
        return values[i];
      }
    }
    throw new IllegalArgumentException("no column '" + column + "', there are " + columns);
  }

  /** Whether the value is NULL. */
  public boolean isNull(String column) {
    return get(column) == null;
  }

  /** The value as text; numbers are written out. */
  public String text(String column) {
    return String.valueOf(notNull(column));
  }

  /** The value as an integer. */
  public long integer(String column) {
    Object value = notNull(column);
    return value instanceof Long n ? n : Long.parseLong(value.toString());
  }

  /** The value as a binary floating-point number. */
  public double real(String column) {
    Object value = notNull(column);
    return value instanceof Number n ? n.doubleValue() : Double.parseDouble(value.toString());
  }

  /** The value as bytes, not to be written to. */
  public byte[] bytes(String column) {
    if (notNull(column) instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("column '" + column + "' is not a blob");
  }

  /** A copy as a map, in column order. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(columns.get(i), values[i]);
    }
    return map;
  }

  private Object notNull(String column) {
    Object value = get(column);
    if (value == null) {
      throw new IllegalStateException("column '" + column + "' is NULL");
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && columns.equals(row.columns)
        && Arrays.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}

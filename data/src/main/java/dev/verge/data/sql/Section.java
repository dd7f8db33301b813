package dev.verge.data.sql;

/**
 * The form of a record's payload: a version, then sections that a view applies in order.
 *
 * <pre>
 * ROWS       table name, values per image, then entries: 1 key | 2 image, ended by 0
 * SEQUENCES  count, then name and 0 | 1 value: entries of sqlite_sequence, gone or as they are
 * SCHEMA     a statement
 * TRIGGERS   count, then name and statement: all user triggers there are from here on
 * </pre>
 *
 * Rows are applied by deleting every key, then inserting every image, so that neither the order nor
 * unique values that moved between rows matter.
 */
final class Section {
  static final int VERSION = 1;

  static final int ROWS = 1;
  static final int SEQUENCES = 2;
  static final int SCHEMA = 3;
  static final int TRIGGERS = 4;

  static final int END = 0;
  static final int GONE = 1;
  static final int IMAGE = 2;

  private Section() {}
}

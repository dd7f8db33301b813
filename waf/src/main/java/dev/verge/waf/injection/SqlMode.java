package dev.verge.waf.injection;

/**
 * How a value is read as SQL: where in a statement it may have been put, and in which of the two
 * ways dialects treat {@code #} and {@code --}.
 */
enum SqlMode {
  BARE_ANSI('\0', false),
  BARE_MYSQL('\0', true),
  SINGLE_QUOTED_ANSI('\'', false),
  SINGLE_QUOTED_MYSQL('\'', true),
  DOUBLE_QUOTED_MYSQL('"', true);

  private final char quote;
  private final boolean mysql;

  SqlMode(char quote, boolean mysql) {
    this.quote = quote;
    this.mysql = mysql;
  }

  /** Whether the value is taken for the rest of a string that this quote opened before it. */
  boolean isQuoted() {
    return quote != 0;
  }

  char quote() {
    return quote;
  }

  boolean isMysql() {
    return mysql;
  }
}

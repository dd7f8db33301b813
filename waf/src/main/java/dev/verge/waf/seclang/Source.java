package dev.verge.waf.seclang;

/**
 * Where a directive stands.
 *
 * @param line of its beginning, from 1
 */
public record Source(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}

package dev.verge.log;

/**
 * One totally ordered sequence of records with one writer at a time.
 *
 * @param name unique in the cluster: lower-case letters, digits, {@code . - @}, at most 100
 * @param site the location where its log lives; appending or reading elsewhere costs the link
 */
public record Partition(String name, String site) {
  public Partition {
    if (!name.matches("[a-z0-9][a-z0-9.@-]{0,99}")) {
      throw new IllegalArgumentException("not a partition name: '" + name + "'");
    }
  }

  @Override
  public String toString() {
    return name + "/" + site;
  }
}

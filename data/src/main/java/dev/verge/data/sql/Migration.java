package dev.verge.data.sql;

/**
 * One step of a dataset's schema, applied once.
 *
 * @param name the file's name, such as {@code 0001_products.sql}; steps apply in order of name, and
 *     a name that was applied must not be changed
 * @param sql statements separated by semicolons
 */
public record Migration(String name, String sql) {}

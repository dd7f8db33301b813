package dev.verge.web;

/**
 * A step of a dataset's schema.
 *
 * @param number from 1, without gaps
 * @param name the file's name, {@code 0001_what.sql}
 * @param sql its text
 */
public record Migration(int number, String name, String sql) {}

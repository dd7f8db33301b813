package dev.verge.waf;

/** A header as it came, its bytes as characters. */
public record Header(String name, String value) {}

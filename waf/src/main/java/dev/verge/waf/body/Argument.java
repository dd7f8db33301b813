package dev.verge.waf.body;

/** A named value of a request: a form field, a parameter, a member of a JSON object, a cookie. */
public record Argument(String name, String value) {}

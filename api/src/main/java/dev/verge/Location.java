package dev.verge;

/**
 * A place that serves users.
 *
 * @param code IATA code in lower case: {@code iad}, {@code fra}, {@code nrt}
 * @param latitude degrees north
 * @param longitude degrees east
 */
public record Location(String code, double latitude, double longitude) {}

package dev.verge.node;

/**
 * Who connects, as the location knows it.
 *
 * @param address IP address, without a port
 * @param country ISO 3166-1 alpha-2, or {@code XX} if unknown
 */
public record Client(String address, String country) {}

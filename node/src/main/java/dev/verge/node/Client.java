package dev.verge.node;

import dev.verge.shield.limit.Keys;

/**
 * Who connects, as the location knows it.
 *
 * @param address IP address, without a port
 * @param country ISO 3166-1 alpha-2, or {@code XX} if unknown
 */
public record Client(String address, String country) {
  /** What bounds and limits count it by: its IPv4 address, or of IPv6 the /64 network. */
  String network() {
    return address.indexOf(':') < 0 ? address : Keys.address(address);
  }
}

package dev.verge.shield.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;

/**
 * Makes keys of limits: what a request is counted by (address, user, route, any of them together)
 * becomes 64 bits by SipHash-2-4 (Aumasson and Bernstein, 2012). Without the secret nobody can find
 * texts that meet in a key or crowd a part of the table. Of texts that differ, two meet by chance
 * once in 2^64. Immutable, thread-safe.
 */
public final class Keys {
  /** What a secret of keys has. */
  public static final int SECRET_BYTES = 16;

  private final long k0;
  private final long k1;

  /**
   * Keys with a secret. Locations that share global limits need the same one.
   *
   * @param secret 16 bytes
   */
  public Keys(byte[] secret) {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a secret of keys has " + SECRET_BYTES + " bytes, not " + secret.length);
    }
    k0 = word(secret, 0);
    k1 = word(secret, 8);
  }

  /** Keys with a secret of their own, for limits that are local. */
  public static Keys random() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new Keys(secret);
  }

  /**
   * The key of some parts in this order. {@code ("ab", "c")} and {@code ("a", "bc")} differ.
   *
   * @param parts such as {@link #address}, a user's id, a route
   */
  public long key(List<String> parts) {
    SipHash hash = new SipHash(k0, k1);
    for (String part : parts) {
      hash.add(part.length());
      for (int i = 0; i < part.length(); i += 4) {
        hash.add(fourChars(part, i));
      }
    }
    return hash.finish(parts.size());
  }

  /** {@link #key(List)} of one part. */
  public long key(String part) {
    return key(List.of(part));
  }

  /**
   * What a client is counted by: its IPv4 address, or the /64 network of its IPv6 address, which is
   * what one subscriber is given at the least. An IPv4-mapped address is the IPv4 address.
   *
   * @param literal an address, not a name: nothing is looked up
   * @throws IllegalArgumentException when it is none
   */
  public static String address(String literal) {
    int zone = literal.indexOf('%');
    return address(InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone)));
  }

  /** {@link #address(String)} of an address that is parsed already. */
  public static String address(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    StringBuilder network = new StringBuilder(24);
    for (int i = 0; i < 8; i += 2) {
      int group = (bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF);
      network.append(Integer.toHexString(group)).append(':');
    }
    return network.append(":/64").toString();
  }

  private static long fourChars(String text, int from) {
    long word = 0;
    for (int i = Math.min(from + 4, text.length()) - 1; i >= from; i--) {
      word = word << 16 | text.charAt(i);
    }
    return word;
  }

  private static long word(byte[] bytes, int at) {
    long word = 0;
    for (int i = at + 7; i >= at; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }
}

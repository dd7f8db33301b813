package dev.verge.shield.guard;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of addresses, written as addresses and CIDR blocks (RFC 4632, RFC 4291). IPv4 stands in it
 * as the IPv6 addresses that map it, so that a client counts as the same over both. Looked up by
 * bisection of ranges that do not overlap. Immutable.
 */
public record AddressSet(List<Range> ranges) {
  private static final int BITS = 128;
  private static final int IPV4_BITS = 32;
  private static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF).shiftLeft(IPV4_BITS);

  /** From one address to another, both within. */
  public record Range(BigInteger start, BigInteger end) {}

  public AddressSet {
    ranges = List.copyOf(ranges);
  }

  /**
   * A set.
   *
   * @param blocks such as {@code 203.0.113.0/24}, {@code 2001:db8::/32} or {@code 192.0.2.7}
   * @throws IllegalArgumentException naming the block that is none
   */
  public static AddressSet of(List<String> blocks) {
    List<Range> ranges = new ArrayList<>();
    for (String block : blocks) {
      ranges.add(range(block));
    }
    ranges.sort(Comparator.comparing(Range::start));
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges) {
      Range last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && last.end.compareTo(range.start) >= 0) {
        merged.set(merged.size() - 1, new Range(last.start, last.end.max(range.end)));
      } else {
        merged.add(range);
      }
    }
    return new AddressSet(merged);
  }

  /** Whether the address is in the set; what is no address is in none. */
  public boolean contains(String address) {
    if (ranges.isEmpty()) {
      return false;
    }
    InetAddress parsed = parse(address);
    if (parsed == null) {
      return false;
    }
    BigInteger value = number(parsed);
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (range.start.compareTo(value) > 0) {
        high = middle - 1;
      } else if (range.end.compareTo(value) < 0) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private static Range range(String block) {
    int slash = block.indexOf('/');
    InetAddress address = parse(slash < 0 ? block : block.substring(0, slash));
    if (address == null) {
      throw notABlock(block);
    }
    int bits = address instanceof Inet4Address ? IPV4_BITS : BITS;
    int prefix = slash < 0 ? bits : prefix(block, slash, bits);
    int free = bits - prefix;
    BigInteger start = number(address).shiftRight(free).shiftLeft(free);
    return new Range(start, start.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
  }

  private static int prefix(String block, int slash, int bits) {
    String length = block.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw notABlock(block);
    }
    return Integer.parseInt(length);
  }

  private static IllegalArgumentException notABlock(String block) {
    return new IllegalArgumentException(
        "'" + block + "' is no address or block such as 203.0.113.0/24 or 2001:db8::/32");
  }

  /** Without asking anybody what a name means; null: it is no address. */
  static @Nullable InetAddress parse(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      return null; // what is no address is in no set, and callers say so where it matters
    }
  }

  private static BigInteger number(InetAddress address) {
    BigInteger value = new BigInteger(1, address.getAddress());
    return address instanceof Inet4Address ? value.or(MAPPED) : value;
  }
}

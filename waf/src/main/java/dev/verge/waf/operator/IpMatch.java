package dev.verge.waf.operator;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @ipMatch}: whether an address is in one of some networks. */
final class IpMatch implements Operator {
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int shift = address.length * 8 - bits;
      return new BigInteger(1, address)
          .shiftRight(shift)
          .equals(new BigInteger(1, other).shiftRight(shift));
    }
  }

  private final List<Network> networks = new ArrayList<>();

  static IpMatch of(List<String> networks) {
    IpMatch match = new IpMatch();
    networks.forEach(match::add);
    return match;
  }

  static IpMatch ofLines(List<String> lines) {
    return of(
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList());
  }

  private void add(String text) {
    String network = text.strip();
    int slash = network.indexOf('/');
    byte[] address = address(slash < 0 ? network : network.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("'" + network + "' is no address or network");
    }
    int longest = address.length * 8;
    if (slash < 0) {
      networks.add(new Network(address, longest));
      return;
    }
    // Addresses of version 4 that are written as version 6 have come out as version 4.
    boolean mapped = longest == 32 && network.indexOf(':') >= 0;
    int bits = bits(network, network.substring(slash + 1)) - (mapped ? 96 : 0);
    if (bits < 0 || bits > longest) {
      throw new IllegalArgumentException("'" + network + "' is no network");
    }
    networks.add(new Network(address, bits));
  }

  private static int bits(String network, String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(IpMatch::isDigit)) {
      throw new IllegalArgumentException("'" + network + "' has no number of bits behind its /");
    }
    return Integer.parseInt(digits);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public boolean matches(String value, String argument, @Nullable Groups groups) {
    byte[] address = address(value);
    boolean found = address != null && networks.stream().anyMatch(n -> n.contains(address));
    if (found && groups != null) {
      groups.set(value);
    }
    return found;
  }

  /** An address by its digits; never asks the name service. */
  private static byte @Nullable [] address(String text) {
    boolean digits = !text.isEmpty() && text.length() < 46;
    for (int i = 0; i < text.length() && digits; i++) {
      char c = text.charAt(i);
      digits = c == ':' || c == '.' || Character.digit(c, 16) >= 0;
    }
    if (!digits || (text.indexOf(':') < 0 && !isDotted(text))) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isDotted(String text) {
    return text.chars().filter(c -> c == '.').count() == 3;
  }
}

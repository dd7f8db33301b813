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
    int bits = slash < 0 ? address.length * 8 : (int) Numbers.parse(network.substring(slash + 1));
    if (bits < 0 || bits > address.length * 8) {
      throw new IllegalArgumentException("'" + network + "' is no network");
    }
    networks.add(new Network(address, bits));
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

package dev.verge.shield.guard;

import java.util.List;
import java.util.Set;

/**
 * Who is let in, by address and country. Being allowed goes before being denied, an address before
 * a country. Immutable.
 *
 * @param allowed always let in
 * @param denied refused unless allowed
 * @param allowedCountries let in even if everybody is denied
 * @param deniedCountries refused unless the address is allowed
 * @param denyAll refuses everybody who is not allowed
 */
public record Access(
    AddressSet allowed,
    AddressSet denied,
    Set<String> allowedCountries,
    Set<String> deniedCountries,
    boolean denyAll) {
  /** Lets everybody in. */
  public static final Access OPEN = of(List.of(), List.of());

  private static final String ALL = "all";

  /**
   * From two lists of addresses, CIDR blocks and countries (ISO 3166-1 alpha-2); {@code all} may be
   * denied.
   *
   * @throws IllegalArgumentException naming the entry that is none of these
   */
  public static Access of(List<String> allow, List<String> deny) {
    List<String> denied = deny.stream().filter(entry -> !entry.equals(ALL)).toList();
    return new Access(
        AddressSet.of(addresses(allow)),
        AddressSet.of(addresses(denied)),
        countries(allow),
        countries(denied),
        deny.contains(ALL));
  }

  /** Whether a client may come in. */
  public boolean admits(String address, String country) {
    if (allowed.contains(address)) {
      return true;
    }
    if (denied.contains(address) || deniedCountries.contains(country)) {
      return false;
    }
    return !denyAll || allowedCountries.contains(country);
  }

  private static boolean isCountry(String entry) {
    return entry.matches("[A-Z]{2}");
  }

  private static List<String> addresses(List<String> entries) {
    return entries.stream().filter(entry -> !isCountry(entry)).toList();
  }

  private static Set<String> countries(List<String> entries) {
    return Set.copyOf(entries.stream().filter(Access::isCountry).distinct().toList());
  }
}

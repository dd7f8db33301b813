package dev.verge.shield.guard;

import com.maxmind.db.MaxMindDbParameter;
import org.jspecify.annotations.Nullable;

/** The entries of a geo database, as far as they tell countries; made by its reader. */
final class GeoEntry {
  private GeoEntry() {}

  /**
   * What is known of a network.
   *
   * @param located where it is, in databases such as MaxMind's and DB-IP's
   * @param code where it is, in databases such as those of ip-location-db
   * @param registered where its holder is: a better guess than none
   */
  public record Network(
      @MaxMindDbParameter(name = "country") @Nullable Country located,
      @MaxMindDbParameter(name = "country_code") @Nullable String code,
      @MaxMindDbParameter(name = "registered_country") @Nullable Country registered) {

    /** The first of them that is known, or {@link Countries#UNKNOWN}. */
    String country() {
      return known(located, known(code, known(registered, Countries.UNKNOWN)));
    }
  }

  /**
   * A country.
   *
   * @param code ISO 3166-1 alpha-2
   */
  public record Country(@MaxMindDbParameter(name = "iso_code") @Nullable String code) {}

  private static String known(@Nullable Country country, String otherwise) {
    return country == null ? otherwise : known(country.code, otherwise);
  }

  private static String known(@Nullable String code, String otherwise) {
    return code != null && isCode(code) ? code : otherwise;
  }

  private static boolean isCode(String code) {
    return code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }
}

package dev.verge.shield.guard;

import com.maxmind.db.MaxMindDbParameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a geo database, as far as they tell countries; made by its reader. */
final class GeoEntry {
  private GeoEntry() {}

  /**
   * What is known of a network. A country is a map with its {@code iso_code}, or text: a name, or
   * the code itself.
   *
   * @param located where it is, in databases such as MaxMind's and DB-IP's
   * @param code where it is, in databases such as those of ip-location-db
   * @param registered where its holder is: a better guess than none
   */
  public record Network(
      @MaxMindDbParameter(name = "country") @Nullable Object located,
      @MaxMindDbParameter(name = "country_code") @Nullable Object code,
      @MaxMindDbParameter(name = "registered_country") @Nullable Object registered) {

    /** The first of them that is known, or {@link Countries#UNKNOWN}. */
    String country() {
      return known(located, known(code, known(registered, Countries.UNKNOWN)));
    }
  }

  private static String known(@Nullable Object country, String otherwise) {
    Object code = country instanceof Map<?, ?> map ? map.get("iso_code") : country;
    return code instanceof String text && isCode(text) ? text : otherwise;
  }

  private static boolean isCode(String code) {
    return code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }
}

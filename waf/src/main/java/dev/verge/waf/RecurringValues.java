package dev.verge.waf;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of headers that are the same in request after request, such as what a browser says of
 * itself, with all that was found out about them: so that it is found out once.
 *
 * <p>Only headers are kept that say nothing of who sends them, and what is empty; what is secret or
 * personal, such as cookies, arguments and addresses, is forgotten with its request. A value has
 * one place, where the next one for it takes over: memory is bounded, and values that are made up
 * cost only what they would cost without this.
 *
 * <p>Thread-safe without locks: a value may be shared between requests because all that it keeps is
 * worked out from its text alone, and published by final fields; a thread that does not see what
 * another has found works it out again.
 */
final class RecurringValues {
  private static final int PLACES = 512;
  private static final int LONGEST = 256;

  private static final Set<String> HEADERS =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "dnt",
          "host",
          "origin",
          "pragma",
          "priority",
          "sec-ch-ua",
          "sec-ch-ua-mobile",
          "sec-ch-ua-platform",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-fetch-user",
          "sec-gpc",
          "server",
          "te",
          "upgrade-insecure-requests",
          "user-agent",
          "vary",
          "x-requested-with");

  private final int questions;
  private final @Nullable Value[] places = new Value[PLACES];

  /**
   * None yet.
   *
   * @param questions how many there are whose answers are kept
   */
  RecurringValues(int questions) {
    this.questions = questions;
  }

  /** Keeps nothing that was found out. */
  static RecurringValues none() {
    return new RecurringValues(0);
  }

  /** Whether the values of a header may be kept; its name is in lower case. */
  static boolean areOf(String header) {
    return HEADERS.contains(header);
  }

  /** The value of a text, perhaps with what is known about it. */
  Value of(String text) {
    if (text.length() > LONGEST) {
      return new Value(text);
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    Value known = places[place];
    if (known == null || !known.plain.equals(text)) {
      known = new Value(text, questions);
      places[place] = known;
    }
    return known;
  }
}

package dev.verge.node;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as HTTP writes it (RFC 9110, section 5.6.7), made once a second. Thread-safe. */
final class Clock {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile Second now = new Second(0, "");

  private record Second(long second, String text) {}

  private Clock() {}

  static String httpDate() {
    long second = System.currentTimeMillis() / 1_000;
    Second known = now;
    if (known.second != second) {
      known = new Second(second, FORMAT.format(Instant.ofEpochSecond(second)));
      now = known;
    }
    return known.text;
  }
}

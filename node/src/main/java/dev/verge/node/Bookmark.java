package dev.verge.node;

import dev.verge.Cookie;
import dev.verge.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where a client carries its bookmarks: a header, or a cookie for browsers, or both. */
final class Bookmark {
  static final String HEADER = "Verge-Bookmark";
  private static final String COOKIE = "verge-bookmark";
  private static final int MOST = 4;

  private Bookmark() {}

  /** The tokens that a request shows; checking them is the data mesh's. */
  static List<String> of(Headers headers) {
    List<String> tokens = new ArrayList<>(2);
    for (int i = 0; i < headers.size() && tokens.size() < MOST; i++) {
      if (headers.name(i).equalsIgnoreCase(HEADER)) {
        tokens.add(headers.value(i));
      } else if (headers.name(i).equalsIgnoreCase("Cookie")) {
        fromCookie(headers.value(i), tokens);
      }
    }
    return tokens;
  }

  static Cookie cookie(String token) {
    return Cookie.of(COOKIE, token).withMaxAge(Duration.ofHours(1));
  }

  private static void fromCookie(String header, List<String> tokens) {
    int at = header.indexOf(COOKIE + "=");
    if (at < 0 || (at > 0 && header.charAt(at - 1) != ' ' && header.charAt(at - 1) != ';')) {
      return;
    }
    int end = header.indexOf(';', at);
    String token = header.substring(at + COOKIE.length() + 1, end < 0 ? header.length() : end);
    if (!token.isBlank()) {
      tokens.add(token.strip());
    }
  }
}

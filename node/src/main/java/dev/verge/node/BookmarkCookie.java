package dev.verge.node;

import dev.verge.Cookie;
import dev.verge.Headers;
import dev.verge.web.Cookies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a client carries its bookmark: a header, or a cookie for browsers. */
final class BookmarkCookie {
  static final String HEADER = "Verge-Bookmark";
  private static final String COOKIE = "verge-bookmark";

  private BookmarkCookie() {}

  static Cookie with(String token) {
    return Cookie.of(COOKIE, token).withMaxAge(Duration.ofHours(1));
  }

  static Cookie expired() {
    return Cookie.expired(COOKIE);
  }

  /** The cookie's token, or null. */
  static @Nullable String of(Headers headers) {
    return Cookies.find(headers, COOKIE).orElse(null);
  }
}

package dev.verge.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Cookies as browsers keep and send them (RFC 6265): the JDK takes one with {@code Max-Age} for a
 * cookie of RFC 2965, and would send {@code $Path} along.
 */
final class BrowserCookies extends CookieManager {
  @Override
  public void put(URI uri, Map<String, List<String>> headers) throws IOException {
    super.put(uri, headers);
    for (HttpCookie cookie : getCookieStore().getCookies()) {
      cookie.setVersion(0);
    }
  }
}

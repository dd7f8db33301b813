package dev.verge.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The application that runs when none is named; the launcher says where its bundle is. */
final class Shop {
  private static final String PROPERTY = "verge.shop";

  private Shop() {}

  static Path or(@Nullable Path bundle) {
    if (bundle != null) {
      return bundle;
    }
    String shop = System.getProperty(PROPERTY);
    if (shop == null) {
      throw Failure.usage("name a BUNDLE; only ./verge knows where the shop's is");
    }
    return Path.of(shop);
  }
}

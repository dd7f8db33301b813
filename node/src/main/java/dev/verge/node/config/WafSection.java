package dev.verge.node.config;

import dev.verge.shield.FirewallRules;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The section {@code waf}: which rules there are. */
final class WafSection {
  private WafSection() {}

  static @Nullable FirewallRules read(Path settings, Section section) {
    String rules = section.text("rules");
    int paranoia = (int) section.number("paranoia", 1, 1, 4);
    String mode = section.text("mode");
    if (mode != null && !mode.equals("block") && !mode.equals("detect")) {
      throw section.wrong("mode", "is block or detect");
    }
    Path before = file(settings, section.text("before"));
    Path after = file(settings, section.text("after"));
    section.done();
    if ("off".equals(rules)) {
      return null;
    }
    boolean bundled = rules == null || rules.equals("builtin");
    if (bundled && paranoia != 1) {
      throw section.wrong(
          "paranoia", "is for the Core Rule Set; the built-in rules have one level");
    }
    return new FirewallRules(
        bundled ? null : file(settings, rules), paranoia, !"detect".equals(mode), before, after);
  }

  /** Files are named relative to the configuration. */
  private static @Nullable Path file(Path settings, @Nullable String name) {
    return name == null ? null : settings.toAbsolutePath().resolveSibling(name);
  }
}

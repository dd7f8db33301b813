package dev.verge.shield;

import dev.verge.waf.CoreRuleSet;
import dev.verge.waf.Rules;
import dev.verge.waf.seclang.SecLangException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which rules the firewall has.
 *
 * @param coreRuleSet the folder of the OWASP Core Rule Set; null: the built-in rules
 * @param paranoia how strict the Core Rule Set is, 1 to 4
 * @param blocking whether what they refuse is refused; else it is noted only
 */
public record FirewallRules(@Nullable Path coreRuleSet, int paranoia, boolean blocking) {
  /** The built-in rules, which block. */
  public static final FirewallRules BUILT_IN = new FirewallRules(null, 1, true);

  public FirewallRules {
    if (paranoia < 1 || paranoia > 4) {
      throw new IllegalArgumentException("a paranoia level is 1 to 4, not " + paranoia);
    }
  }

  /**
   * Loads and compiles them.
   *
   * @throws IllegalArgumentException naming what cannot be loaded, with file and line
   */
  public Rules load() {
    String mode = "SecRuleEngine " + (blocking ? "On" : "DetectionOnly") + "\n";
    try {
      if (coreRuleSet != null) {
        // Which methods there are is for the application's routes to say.
        String settings =
            """
            SecAction "id:1,phase:1,nolog,pass,setvar:tx.blocking_paranoia_level=%d,\
              setvar:'tx.allowed_methods=GET HEAD POST OPTIONS PUT PATCH DELETE'"
            """
                .formatted(paranoia);
        return CoreRuleSet.load(coreRuleSet, mode + settings);
      }
      return Rules.builder().bundled("engine").bundled("builtin").text("mode", mode).build();
    } catch (SecLangException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("firewall rules cannot be read: " + e.getMessage(), e);
    }
  }
}

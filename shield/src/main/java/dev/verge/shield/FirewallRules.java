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
 * @param before a file of SecLang that is read before the rules, such as settings; null: none
 * @param after a file of SecLang that is read after the rules, such as exclusions; null: none
 */
public record FirewallRules(
    @Nullable Path coreRuleSet,
    int paranoia,
    boolean blocking,
    @Nullable Path before,
    @Nullable Path after) {
  /** The built-in rules, which block. */
  public static final FirewallRules BUILT_IN = new FirewallRules(null, 1, true, null, null);

  /**
   * A session's id and a bookmark are random text, in which rules find what is not there; only what
   * has their form is left alone.
   */
  private static final String EXCLUSIONS =
      """
      SecRule REQUEST_COOKIES:session "@rx ^[A-Za-z0-9._-]+$" \
        "id:2,phase:1,pass,nolog,t:none,\
        ctl:ruleRemoveTargetByTag=OWASP_CRS;REQUEST_COOKIES:session"
      SecRule REQUEST_COOKIES:verge-bookmark "@rx ^[A-Za-z0-9_-]+$" \
        "id:3,phase:1,pass,nolog,t:none,\
        ctl:ruleRemoveTargetByTag=OWASP_CRS;REQUEST_COOKIES:verge-bookmark"
      """;

  /** An answer of 503 says when to ask again and nothing of the inside, and must get out. */
  private static final String REMOVED = "SecRuleRemoveById 950100";

  public FirewallRules {
    if (paranoia < 1 || paranoia > 4) {
      throw new IllegalArgumentException("a paranoia level is 1 to 4, not " + paranoia);
    }
  }

  /** The Core Rule Set of a folder, which blocks. */
  public static FirewallRules coreRuleSet(Path folder, int paranoia) {
    return new FirewallRules(folder, paranoia, true, null, null);
  }

  /**
   * Loads and compiles them.
   *
   * @throws IllegalArgumentException naming what cannot be loaded, with file and line
   */
  public Rules load() {
    String mode = "SecRuleEngine " + (blocking ? "On" : "DetectionOnly") + "\n";
    try {
      Rules.Builder rules =
          coreRuleSet == null
              ? Rules.builder()
                  .bundled("engine")
                  .text("before", include(before))
                  .bundled("builtin")
                  .text("mode", mode)
              : CoreRuleSet.read(coreRuleSet, mode + settings() + EXCLUSIONS + include(before))
                  .text("removed", REMOVED);
      return rules.text("after", include(after)).build();
    } catch (SecLangException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("firewall rules cannot be read: " + e.getMessage(), e);
    }
  }

  /** Which methods there are is for the application's routes to say. */
  private String settings() {
    return """
    SecAction "id:1,phase:1,nolog,pass,setvar:tx.blocking_paranoia_level=%d,\
      setvar:'tx.allowed_methods=GET HEAD POST OPTIONS PUT PATCH DELETE'"
    """
        .formatted(paranoia);
  }

  private static String include(@Nullable Path file) {
    return file == null ? "" : "Include \"" + file.toAbsolutePath() + "\"\n";
  }
}

package dev.verge.waf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The OWASP Core Rule Set of a folder, as it is downloaded: its set-up and its rules. */
public final class CoreRuleSet {
  private CoreRuleSet() {}

  /**
   * Loads the rules.
   *
   * @param settings SecLang that comes between the set-up and the rules
   * @throws dev.verge.waf.seclang.SecLangException naming file and line of what is not understood
   * @throws IllegalArgumentException if the folder holds no rules
   */
  public static Rules load(Path folder, String settings) throws IOException {
    return read(folder, settings).build();
  }

  /** As {@link #load}, but more may follow the rules, such as exclusions. */
  public static Rules.Builder read(Path folder, String settings) throws IOException {
    Path rules = folder.resolve("rules");
    if (!Files.isDirectory(rules)) {
      throw new IllegalArgumentException(folder + " has no folder rules: it is not the rule set");
    }
    Rules.Builder builder = Rules.builder().bundled("engine");
    Path setup = folder.resolve("crs-setup.conf");
    builder.file(Files.exists(setup) ? setup : folder.resolve("crs-setup.conf.example"));
    builder.text("settings", settings);
    for (Path file : files(rules)) {
      builder.file(file);
    }
    return builder;
  }

  private static List<Path> files(Path rules) throws IOException {
    try (Stream<Path> files = Files.list(rules)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }
}

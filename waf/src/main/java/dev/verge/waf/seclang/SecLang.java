package dev.verge.waf.seclang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.waf.seclang.Directive.Action;
import dev.verge.waf.seclang.Directive.By;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of SecLang, with what they include, into directives in the order in which they count.
 * A file is bytes; its characters are taken one for each.
 */
public final class SecLang {
  private static final int MAX_INCLUDES = 16;

  private final List<Directive> directives = new ArrayList<>();

  private SecLang() {}

  /**
   * Reads a file.
   *
   * @throws SecLangException naming file and line of what is wrong
   */
  public static List<Directive> read(Path file) throws IOException {
    SecLang reader = new SecLang();
    reader.file(file, 0);
    return reader.directives;
  }

  /**
   * Reads text.
   *
   * @param name what to call it in errors
   * @throws SecLangException naming the line of what is wrong
   */
  public static List<Directive> read(String name, String text) throws IOException {
    SecLang reader = new SecLang();
    reader.text(name, null, text, 0);
    return reader.directives;
  }

  private void file(Path file, int depth) throws IOException {
    text(
        file.toString(),
        file.toAbsolutePath().getParent(),
        Files.readString(file, ISO_8859_1),
        depth);
  }

  private void text(String name, @Nullable Path folder, String text, int depth) throws IOException {
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Source at = new Source(name, i + 1);
      if (lines[i].stripLeading().startsWith("#")) {
        continue;
      }
      StringBuilder logical = new StringBuilder();
      while (lines[i].endsWith("\\") && i + 1 < lines.length) {
        logical.append(lines[i], 0, lines[i].length() - 1);
        i++;
      }
      logical.append(lines[i]);
      List<String> words = Words.split(at, logical.toString());
      if (!words.isEmpty()) {
        directive(at, folder, words, depth);
      }
    }
  }

  private void directive(Source at, @Nullable Path folder, List<String> words, int depth)
      throws IOException {
    String name = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (name.equalsIgnoreCase("Include")) {
      include(at, folder, only(at, name, rest), depth);
    } else {
      directives.add(read(at, name, rest));
    }
  }

  private static Directive read(Source at, String name, List<String> words) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "secrule" -> rule(at, words);
      case "secaction" -> new Directive.Always(at, actions(at, only(at, name, words)));
      case "secmarker" -> new Directive.Marker(at, only(at, name, words));
      case "secdefaultaction" -> new Directive.Defaults(at, actions(at, only(at, name, words)));
      case "secruleupdatetargetbyid" -> updateTarget(at, By.ID, words);
      case "secruleupdatetargetbytag" -> updateTarget(at, By.TAG, words);
      case "secruleupdatetargetbymsg" -> updateTarget(at, By.MSG, words);
      case "secruleupdateactionbyid" -> {
        count(at, name, words, 2, 2);
        yield new Directive.UpdateAction(at, words.get(0), actions(at, words.get(1)));
      }
      case "secruleremovebyid" -> remove(at, name, By.ID, words);
      case "secruleremovebytag" -> remove(at, name, By.TAG, words);
      case "secruleremovebymsg" -> remove(at, name, By.MSG, words);
      default -> new Directive.Setting(at, name, List.copyOf(words));
    };
  }

  private static Directive rule(Source at, List<String> words) {
    count(at, "SecRule", words, 2, 3);
    List<Action> actions = words.size() == 3 ? actions(at, words.get(2)) : List.of();
    return new Directive.Rule(
        at, Targets.parse(at, words.get(0)), Operators.parse(words.get(1)), actions);
  }

  private static Directive updateTarget(Source at, By by, List<String> words) {
    count(at, "SecRuleUpdateTarget", words, 2, 2);
    return new Directive.UpdateTarget(at, by, words.get(0), Targets.parseUpdate(at, words.get(1)));
  }

  private static Directive remove(Source at, String name, By by, List<String> words) {
    if (words.isEmpty()) {
      throw new SecLangException(at, name + " does not say which rules");
    }
    return new Directive.Remove(at, by, List.copyOf(words));
  }

  private static List<Action> actions(Source at, String text) {
    return Actions.parse(at, text);
  }

  private static String only(Source at, String name, List<String> words) {
    count(at, name, words, 1, 1);
    return words.getFirst();
  }

  private static void count(Source at, String name, List<String> words, int least, int most) {
    if (words.size() < least || words.size() > most) {
      String wanted = least == most ? "" + least : least + " to " + most;
      throw new SecLangException(
          at, "%s takes %s arguments, not %d".formatted(name, wanted, words.size()));
    }
  }

  private void include(Source at, @Nullable Path folder, String pattern, int depth)
      throws IOException {
    if (depth == MAX_INCLUDES) {
      throw new SecLangException(at, "includes are nested too deeply");
    }
    Path path;
    List<Path> files;
    try {
      path = folder == null ? Path.of(pattern) : folder.resolve(pattern);
      files = pattern.contains("*") ? matching(path) : List.of(path);
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw new SecLangException(at, "'" + pattern + "' is no path: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new SecLangException(at, "there is no file like " + path);
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new SecLangException(at, "there is no file " + file);
      }
      file(file, depth + 1);
    }
  }

  private static List<Path> matching(Path pattern) throws IOException {
    Path folder = pattern.toAbsolutePath().getParent();
    Path last = pattern.getFileName();
    if (folder == null || last == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + last);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }
}

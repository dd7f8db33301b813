package dev.verge.waf.body;

import dev.verge.waf.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * What the Content-Disposition header of a part says. Only what applications agree about is taken:
 * {@code form-data} with a name, perhaps a file name and the same in its extended form.
 */
final class ContentDisposition {
  private static final String TYPE = "form-data";
  private static final String CHARSET = "!#$%&+-^_`{}~";
  private static final String EXTENDED_VALUE = "!#$&+-.^_`~";

  private final String text;
  private final Collector out;
  private int next = TYPE.length();
  private @Nullable String name;
  private @Nullable String filename;
  private @Nullable String extendedFilename;

  private ContentDisposition(String text, Collector out) {
    this.text = text;
    this.out = out;
  }

  static ContentDisposition parse(String text, Collector out) throws MalformedBodyException {
    if (!text.startsWith(TYPE)) {
      throw new MalformedBodyException("a part is no form data");
    }
    ContentDisposition disposition = new ContentDisposition(text, out);
    disposition.parse();
    return disposition;
  }

  /** What the field is called; never empty. */
  String name() {
    return name == null ? "" : name;
  }

  /** What the file is called; empty if the part is no file. */
  String filename() {
    return filename == null ? "" : filename;
  }

  @Nullable String extendedFilename() {
    return extendedFilename;
  }

  private void parse() throws MalformedBodyException {
    endParameter();
    while (next < text.length()) {
      parseParameter();
      endParameter();
    }
    if (name().isEmpty()) {
      throw new MalformedBodyException("a part has no name");
    }
    if (extendedFilename != null && filename().isEmpty()) {
      throw new MalformedBodyException("a part has an extended file name only");
    }
    // Whoever looks for this text alone must see a file where we see one.
    if (!filename().isEmpty() && !text.contains("filename=")) {
      throw new MalformedBodyException("blanks around the file name of a part");
    }
  }

  private void parseParameter() throws MalformedBodyException {
    skipBlanks();
    int start = next;
    while (next < text.length() && text.charAt(next) != '=' && !atBlank()) {
      next++;
    }
    String parameter = text.substring(start, next);
    skipBlanks();
    if (next == text.length() || text.charAt(next) != '=') {
      throw new MalformedBodyException("a part has a parameter without a value");
    }
    next++;
    skipBlanks();
    if (next == text.length()) {
      throw new MalformedBodyException("a part has a parameter without a value");
    }
    switch (parameter) {
      case "name" -> name = once(name, value());
      case "filename" -> filename = once(filename, value());
      case "filename*" -> extendedFilename = once(extendedFilename, extendedValue());
      default -> throw new MalformedBodyException("a part has an unknown parameter");
    }
  }

  private static String once(@Nullable String before, String value) throws MalformedBodyException {
    if (before != null) {
      throw new MalformedBodyException("a part has a parameter twice");
    }
    return value;
  }

  private String value() throws MalformedBodyException {
    char quote = text.charAt(next);
    if (quote == '"') {
      return quoted(quote);
    }
    // Single quotes are wrong, but there are applications that take them for quotes.
    String value = quote == '\'' ? quoted(quote) : token();
    if (quote == '\'' || value.indexOf('\'') >= 0) {
      out.flag(MultipartFlag.INVALID_QUOTING);
    }
    return value;
  }

  /** Other backslashes than those before quotes and backslashes are part of paths on Windows. */
  private String quoted(char quote) throws MalformedBodyException {
    StringBuilder value = new StringBuilder();
    next++;
    while (next < text.length() && text.charAt(next) != quote) {
      if (text.charAt(next) == '\\' && isEscapable(next + 1, quote)) {
        next++;
      }
      value.append(text.charAt(next));
      next++;
    }
    if (next == text.length()) {
      throw new MalformedBodyException("a part has a quote that does not end");
    }
    next++;
    return value.toString();
  }

  private boolean isEscapable(int i, char quote) {
    return i < text.length() && (text.charAt(i) == quote || text.charAt(i) == '\\');
  }

  private String token() {
    int start = next;
    while (next < text.length() && isTokenCharacter(text.charAt(next))) {
      next++;
    }
    return text.substring(start, next);
  }

  private static boolean isTokenCharacter(char c) {
    return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  /** Character set, language and value, with single quotes between them; the value of them. */
  private String extendedValue() throws MalformedBodyException {
    int charset = next;
    while (next < text.length() && isAmong(CHARSET, text.charAt(next))) {
      next++;
    }
    int language = next + 1;
    int languageEnd = text.indexOf('\'', Math.min(language, text.length()));
    if (next == charset || !text.startsWith("'", next) || languageEnd < 0) {
      throw new MalformedBodyException("a part has an invalid extended file name");
    }
    next = languageEnd + 1;
    int start = next;
    while (next < text.length() && text.charAt(next) != ';') {
      int length = extendedCharacter();
      if (length == 0) {
        throw new MalformedBodyException("a part has an invalid extended file name");
      }
      next += length;
    }
    return text.substring(start, next);
  }

  private int extendedCharacter() {
    if (text.charAt(next) != '%') {
      return isAmong(EXTENDED_VALUE, text.charAt(next)) ? 1 : 0;
    }
    boolean valid =
        next + 2 < text.length()
            && Ascii.isHexDigit(text.charAt(next + 1))
            && Ascii.isHexDigit(text.charAt(next + 2));
    return valid ? 3 : 0;
  }

  private static boolean isAmong(String special, char c) {
    return Ascii.isAlphanumeric(c) || special.indexOf(c) >= 0;
  }

  /** After the type and after each parameter comes a semicolon or the end. */
  private void endParameter() throws MalformedBodyException {
    int end = next;
    skipBlanks();
    if (next == text.length()) {
      return;
    }
    if (text.charAt(next) != ';') {
      char before = text.charAt(end - 1);
      if (before == '"' || before == '\'') {
        out.flag(MultipartFlag.INVALID_QUOTING);
      }
      throw new MalformedBodyException("a part has something after a parameter");
    }
    next++;
  }

  private void skipBlanks() {
    while (next < text.length() && atBlank()) {
      next++;
    }
  }

  private boolean atBlank() {
    return Ascii.isBlank(text.charAt(next));
  }
}

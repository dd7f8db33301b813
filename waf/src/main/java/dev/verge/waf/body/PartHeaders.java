package dev.verge.waf.body;

import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers of one part, which come line by line. */
final class PartHeaders {
  private final Collector out;
  private final Set<String> names = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private @Nullable String disposition;

  /** The header that the next line may continue. */
  private final StringBuilder value = new StringBuilder();

  private String name = "";
  private String line = "";

  PartHeaders(Collector out) {
    this.out = out;
  }

  /** All headers so far, one that broke a rule included. */
  List<String> lines() {
    end();
    return lines;
  }

  /** Takes a line, which has no line break. */
  void add(String text) throws MalformedBodyException {
    if (text.indexOf(0) >= 0) {
      throw new MalformedBodyException("null byte in a part header");
    }
    if (Ascii.isSpace(text.charAt(0))) {
      fold(text);
    } else {
      end();
      begin(text);
    }
    if (value.length() + name.length() > out.limits().partHeaderLength()) {
      throw new MalformedBodyException(
          "a part header longer than " + out.limits().partHeaderLength());
    }
  }

  /** Ends the headers and says what the Content-Disposition is. */
  ContentDisposition disposition() throws MalformedBodyException {
    end();
    if (disposition == null) {
      throw new MalformedBodyException("a part has no Content-Disposition");
    }
    return ContentDisposition.parse(disposition, out);
  }

  private void begin(String text) throws MalformedBodyException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new MalformedBodyException("a part header without a colon");
    }
    name = text.substring(0, colon);
    line = text;
    int start = colon + 1;
    while (start < text.length() && Ascii.isBlank(text.charAt(start))) {
      start++;
    }
    value.append(text, start, text.length());
    checkName();
  }

  private void checkName() throws MalformedBodyException {
    boolean valid = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    boolean first = names.add(Ascii.lower(name));
    if (!valid || !first || names.size() > out.limits().partHeaders()) {
      throw new MalformedBodyException(
          !valid
              ? "an invalid name of a part header"
              : !first ? "a part header twice" : "more headers of a part than allowed");
    }
  }

  private void fold(String text) throws MalformedBodyException {
    out.flag(MultipartFlag.HEADER_FOLDING);
    int start = 0;
    while (start < text.length() && Ascii.isSpace(text.charAt(start))) {
      if (!Ascii.isBlank(text.charAt(start))) {
        out.flag(MultipartFlag.INVALID_HEADER_FOLDING);
      }
      start++;
    }
    if (name.isEmpty()) {
      throw new MalformedBodyException("a folded part header without a beginning");
    }
    value.append(' ').append(text, start, text.length());
    line = "";
  }

  /** Keeps the header that has been read, now that no line continues it. */
  private void end() {
    if (name.isEmpty()) {
      return;
    }
    lines.add(line.isEmpty() ? name + ": " + value : line);
    if (name.equalsIgnoreCase("Content-Disposition")) {
      disposition = value.toString();
    }
    name = "";
    value.setLength(0);
  }
}

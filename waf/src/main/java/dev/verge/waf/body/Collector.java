package dev.verge.waf.body;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a parser has found so far, within limits. */
final class Collector {
  private final BodyLimits limits;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<FilePart> files = new ArrayList<>();
  private final List<PartHeader> partHeaders = new ArrayList<>();
  private final List<String> xmlTexts = new ArrayList<>();
  private final List<String> xmlAttributes = new ArrayList<>();
  private final Set<MultipartFlag> flags = EnumSet.noneOf(MultipartFlag.class);
  private boolean invalidEscapes;

  Collector(BodyLimits limits) {
    this.limits = limits;
  }

  BodyLimits limits() {
    return limits;
  }

  void argument(String name, String value) throws MalformedBodyException {
    checkArguments(arguments.size());
    arguments.add(new Argument(name, value));
  }

  void xmlAttribute(String value) throws MalformedBodyException {
    checkArguments(xmlAttributes.size());
    xmlAttributes.add(value);
  }

  private void checkArguments(int count) throws MalformedBodyException {
    if (count >= limits.arguments()) {
      throw new MalformedBodyException("more than " + limits.arguments() + " arguments");
    }
  }

  void xmlText(String text) {
    xmlTexts.add(text);
  }

  void file(FilePart file) throws MalformedBodyException {
    if (files.size() >= limits.files()) {
      flag(MultipartFlag.FILE_LIMIT_EXCEEDED);
      throw new MalformedBodyException("more than " + limits.files() + " files");
    }
    files.add(file);
  }

  void partHeader(String part, String line) {
    partHeaders.add(new PartHeader(part, line));
  }

  void flag(MultipartFlag flag) {
    flags.add(flag);
  }

  void clear(MultipartFlag flag) {
    flags.remove(flag);
  }

  /** Whether there is a flag that strict parsing does not let pass. */
  boolean isFlagged() {
    return flags.stream().anyMatch(f -> f != MultipartFlag.UNMATCHED_BOUNDARY);
  }

  boolean has(MultipartFlag flag) {
    return flags.contains(flag);
  }

  void invalidEscapes() {
    invalidEscapes = true;
  }

  ParsedBody finished(@Nullable String error) {
    return new ParsedBody(
        arguments, files, partHeaders, xmlTexts, xmlAttributes, invalidEscapes, flags, error);
  }
}

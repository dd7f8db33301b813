package dev.verge.waf.body;

/**
 * What is odd about a multipart body. Each is a way for the parser here and the application's to
 * see different things in it. SecLang has a variable for each, {@code MULTIPART_} and its name.
 */
public enum MultipartFlag {
  /** Any of the others except {@link #UNMATCHED_BOUNDARY}, or an error. */
  STRICT_ERROR,
  BOUNDARY_QUOTED,
  /** Whitespace around the equals sign of the boundary parameter. */
  BOUNDARY_WHITESPACE,
  /** Bytes before the first boundary. */
  DATA_BEFORE,
  /** Bytes after the last boundary. */
  DATA_AFTER,
  HEADER_FOLDING,
  /** A header is folded with whitespace other than spaces and tabs. */
  INVALID_HEADER_FOLDING,
  /** A line of the structure ends without a carriage return. */
  LF_LINE,
  /** Such a line, and also one with. */
  CRLF_LF_LINES,
  /** No semicolon before the boundary parameter. */
  MISSING_SEMICOLON,
  /** Single quotes in or around parameters of a part, or text after a closing quote. */
  INVALID_QUOTING,
  /** A boundary where the headers or data of a part should be, or a part without a name. */
  INVALID_PART,
  /** More files than allowed. */
  FILE_LIMIT_EXCEEDED,
  /** A line, after the last that is one, looks like a boundary but is none. */
  UNMATCHED_BOUNDARY
}

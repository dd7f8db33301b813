package dev.verge.waf.body;

import dev.verge.waf.text.Ascii;

/**
 * The boundary that a Content-Type header names. Read as strictly as ModSecurity reads it, since
 * whoever reads another boundary than the application does sees other parts than it does.
 */
final class Boundary {
  private static final String TYPE = "multipart/form-data";
  private static final String PARAMETER = "boundary";
  private static final int LONGEST_HEADER = 1024;

  /** RFC 2046. */
  private static final int LONGEST = 70;

  private Boundary() {}

  static String of(String contentType, Collector out) throws MalformedBodyException {
    if (contentType.length() > LONGEST_HEADER
        || !contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
      throw new MalformedBodyException("not the content type of a multipart body");
    }
    int parameter = contentType.indexOf(PARAMETER);
    if (parameter < 0 || parameters(contentType) > 1) {
      throw new MalformedBodyException("no single boundary parameter");
    }
    checkBetween(contentType, parameter, out);
    String boundary = unquoted(parameterValue(contentType, parameter, out), out);
    if (parameters(boundary) > 0) {
      throw new MalformedBodyException("boundary within boundary");
    }
    return checked(boundary);
  }

  /** How often it says "boundary", in any case, with an equals sign anywhere after it. */
  private static int parameters(String text) {
    String lower = Ascii.lower(text);
    int end = lower.lastIndexOf('=');
    int count = 0;
    int i = lower.indexOf(PARAMETER);
    while (i >= 0 && i + PARAMETER.length() <= end) {
      count++;
      i = lower.indexOf(PARAMETER, i + PARAMETER.length());
    }
    return count;
  }

  /** Between type and parameter there may be whitespace and must be one semicolon. */
  private static void checkBetween(String contentType, int parameter, Collector out)
      throws MalformedBodyException {
    boolean semicolon = false;
    for (int i = TYPE.length(); i < parameter; i++) {
      char c = contentType.charAt(i);
      if (c == ';' && !semicolon) {
        semicolon = true;
      } else if (!Ascii.isSpace(c)) {
        throw new MalformedBodyException("something before the boundary parameter");
      }
    }
    if (!semicolon) {
      out.flag(MultipartFlag.MISSING_SEMICOLON);
    }
  }

  private static String parameterValue(String contentType, int parameter, Collector out)
      throws MalformedBodyException {
    int i = parameter + PARAMETER.length();
    while (i < contentType.length() && Ascii.isSpace(contentType.charAt(i))) {
      out.flag(MultipartFlag.BOUNDARY_WHITESPACE);
      i++;
    }
    if (i == contentType.length() || contentType.charAt(i) != '=') {
      throw new MalformedBodyException("boundary parameter without a value");
    }
    String value = contentType.substring(i + 1);
    if (!value.isEmpty() && Ascii.isSpace(value.charAt(0))) {
      out.flag(MultipartFlag.BOUNDARY_WHITESPACE);
    }
    return value;
  }

  private static String unquoted(String value, Collector out) throws MalformedBodyException {
    boolean opened = value.startsWith("\"");
    boolean closed = value.length() > 1 && value.endsWith("\"");
    if (opened != closed) {
      throw new MalformedBodyException("boundary with one quote");
    }
    if (opened) {
      out.flag(MultipartFlag.BOUNDARY_QUOTED);
      return value.substring(1, value.length() - 1);
    }
    return value;
  }

  /** Some clients write a charset parameter after the boundary, which is tolerated. */
  private static String checked(String boundary) throws MalformedBodyException {
    int semicolon = boundary.indexOf(';');
    String result = semicolon < 0 ? boundary : boundary.substring(0, semicolon);
    if (result.isEmpty() || result.length() > LONGEST || result.endsWith(" ")) {
      throw new MalformedBodyException("invalid boundary");
    }
    for (int i = 0; i < result.length(); i++) {
      char c = result.charAt(i);
      if (!Ascii.isAlphanumeric(c) && " '()+_,-./:=?".indexOf(c) < 0) {
        throw new MalformedBodyException("invalid character in boundary");
      }
    }
    return result;
  }
}

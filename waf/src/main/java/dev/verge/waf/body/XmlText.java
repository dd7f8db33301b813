package dev.verge.waf.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/**
 * The characters of an XML document. Its encoding is told by its first bytes, or else by its
 * declaration, or else is UTF-8. The JDK's parser could find out as well, but writes about invalid
 * bytes to the error stream of the process.
 *
 * @param malformed whether some bytes are no characters in the encoding; they are replaced
 */
record XmlText(String characters, boolean malformed) {
  static XmlText of(String body) throws MalformedBodyException {
    Charset charset = charset(body);
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(ISO_8859_1));
    try {
      return new XmlText(withoutMark(charset.newDecoder().decode(bytes).toString()), false);
    } catch (CharacterCodingException e) {
      return new XmlText(withoutMark(charset.decode(bytes.rewind()).toString()), true);
    }
  }

  private static Charset charset(String body) throws MalformedBodyException {
    if (body.startsWith("\u00FE\u00FF") || body.startsWith("\0<")) {
      return UTF_16BE;
    }
    if (body.startsWith("\u00FF\u00FE") || body.startsWith("<\0")) {
      return UTF_16LE;
    }
    String name = declared(body);
    try {
      return name.isEmpty() ? UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new MalformedBodyException("unknown encoding of XML");
    }
  }

  /** What stands in quotes after {@code encoding} in an XML declaration; empty if nothing does. */
  private static String declared(String body) {
    int end = body.startsWith("<?xml") ? body.indexOf("?>") : -1;
    int start = end < 0 ? -1 : body.indexOf("encoding", 0, end);
    if (start < 0) {
      return "";
    }
    int open = start;
    while (open < end && body.charAt(open) != '"' && body.charAt(open) != '\'') {
      open++;
    }
    int close = open == end ? -1 : body.indexOf(body.charAt(open), open + 1, end);
    return close < 0 ? "" : body.substring(open + 1, close);
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}

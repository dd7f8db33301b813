package dev.verge.waf.body;

/**
 * Parses request bodies. Takes time and memory linear in the body and never throws: what breaks a
 * rule of the format or a limit ends the parsing and is told as {@link ParsedBody#error}.
 */
public final class BodyParsers {
  private BodyParsers() {}

  /**
   * Parses a body, or a query string as {@link Format#URLENCODED}.
   *
   * @param contentType the header, which only multipart bodies need: it says what their boundary is
   * @param body its bytes, one per character; an empty one holds nothing, in every format
   */
  public static ParsedBody parse(
      Format format, String contentType, String body, BodyLimits limits) {
    if (body.isEmpty()) {
      return ParsedBody.EMPTY;
    }
    Collector out = new Collector(limits);
    try {
      switch (format) {
        case URLENCODED -> UrlencodedParser.parse(body, out);
        case MULTIPART -> MultipartParser.parse(contentType, body, out);
        case JSON -> JsonBodyParser.parse(body, out);
        case XML -> XmlBodyParser.parse(body, out);
      }
      return out.finished(null);
    } catch (MalformedBodyException e) {
      return out.finished(e.getMessage());
    }
  }
}

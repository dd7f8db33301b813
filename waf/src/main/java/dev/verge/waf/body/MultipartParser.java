package dev.verge.waf.body;

import static dev.verge.waf.body.MultipartFlag.BOUNDARY_QUOTED;
import static dev.verge.waf.body.MultipartFlag.CRLF_LF_LINES;
import static dev.verge.waf.body.MultipartFlag.DATA_AFTER;
import static dev.verge.waf.body.MultipartFlag.DATA_BEFORE;
import static dev.verge.waf.body.MultipartFlag.INVALID_PART;
import static dev.verge.waf.body.MultipartFlag.LF_LINE;
import static dev.verge.waf.body.MultipartFlag.STRICT_ERROR;
import static dev.verge.waf.body.MultipartFlag.UNMATCHED_BOUNDARY;

import dev.verge.waf.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Multipart bodies (RFC 7578, RFC 2046), line by line.
 *
 * <p>Multipart is the format that applications read most differently: what one takes for a boundary
 * or a header is data to another. So there are three kinds of findings, those of ModSecurity.
 * Something odd that has one sensible meaning is flagged and read on. Something without such a
 * meaning is an error and ends the parsing. And a line that another parser might take for a
 * boundary is data here, but flagged.
 *
 * <p>A line is in the structure or in the data of a part: boundaries and headers end with CR LF, or
 * LF alone, which is flagged; the line break before a boundary belongs to the boundary.
 */
final class MultipartParser {
  private static final class Part {
    final PartHeaders headers;

    /** Null while the headers are read. */
    @Nullable ContentDisposition disposition;

    int dataStart;
    boolean hasData;

    Part(Collector out) {
      this.headers = new PartHeaders(out);
    }
  }

  private final String body;
  private final String boundary;
  private final String delimiter;
  private final Collector out;

  /** The part that is being read; none before the first boundary and after the last. */
  private @Nullable Part part;

  private boolean complete;
  private boolean seenCrLf;

  /** Whether the line before ended without a carriage return. */
  private boolean afterBareLf;

  private MultipartParser(String body, String boundary, Collector out) {
    this.body = body;
    this.boundary = boundary;
    this.delimiter = "--" + boundary;
    this.out = out;
  }

  static void parse(String contentType, String body, Collector out) throws MalformedBodyException {
    try {
      new MultipartParser(body, Boundary.of(contentType, out), out).parse();
    } catch (MalformedBodyException e) {
      out.flag(STRICT_ERROR);
      throw e;
    }
    if (out.isFlagged()) {
      out.flag(STRICT_ERROR);
    }
  }

  private void parse() throws MalformedBodyException {
    try {
      readLines();
      if (!complete) {
        throw new MalformedBodyException(
            part == null ? "no boundary in the body" : "no final boundary");
      }
    } catch (MalformedBodyException e) {
      // Rules look at what there was before the error, and at all that follows as data.
      endPart(body.length());
      throw e;
    }
  }

  private void readLines() throws MalformedBodyException {
    int start = 0;
    while (start < body.length() && !complete) {
      int lf = body.indexOf('\n', start);
      if (lf < 0) {
        readLastLine(start);
        return;
      }
      boolean hasCr = lf > start && body.charAt(lf - 1) == '\r';
      readLine(start, hasCr ? lf - 1 : lf, lf + 1);
      afterBareLf = !hasCr;
      start = lf + 1;
    }
    if (start < body.length()) {
      out.flag(DATA_AFTER);
    }
  }

  /** Only the final boundary may end without a line break. */
  private void readLastLine(int start) throws MalformedBodyException {
    if (part != null && body.length() == start + delimiter.length() + 2) {
      if (body.startsWith(delimiter, start) && body.endsWith("--")) {
        endLineBefore();
        if (!part.hasData) {
          out.flag(INVALID_PART);
        }
        endPart(beforeLineBreak(start));
        complete = true;
      }
    }
  }

  /** Reads a line from {@code start} to {@code end}, after which a line break goes to next. */
  private void readLine(int start, int end, int next) throws MalformedBodyException {
    if (body.startsWith(delimiter, start)) {
      endLineBefore();
      if (part == null || part.hasData) {
        readBoundary(start, end, next);
        return;
      }
      out.flag(INVALID_PART);
    } else {
      checkLookAlike(start, next);
    }
    if (part == null) {
      out.flag(DATA_BEFORE);
    } else if (part.disposition == null) {
      readHeader(part, start, end, next);
    } else {
      part.hasData = true;
    }
  }

  private void readBoundary(int start, int end, int next) throws MalformedBodyException {
    int after = start + delimiter.length();
    complete = body.startsWith("--", after);
    if (end != (complete ? after + 2 : after)) {
      complete = false;
      throw new MalformedBodyException("something after a boundary");
    }
    seeLineBreak(end, next);
    if (part != null) {
      out.clear(UNMATCHED_BOUNDARY);
    }
    endPart(beforeLineBreak(start));
    part = complete ? null : new Part(out);
  }

  private void checkLookAlike(int start, int next) throws MalformedBodyException {
    if (!body.startsWith("--", start)) {
      if (body.indexOf(delimiter, start, next) >= 0) {
        out.flag(UNMATCHED_BOUNDARY);
      }
      return;
    }
    if (out.has(BOUNDARY_QUOTED) && body.startsWith("\"" + boundary, start + 2)) {
      throw new MalformedBodyException("a boundary in quotes");
    }
    int i = start + 2;
    while (i < next && Ascii.isSpace(body.charAt(i))) {
      i++;
    }
    if (i > start + 2 && i < next && body.startsWith(boundary, i)) {
      throw new MalformedBodyException("a boundary after whitespace");
    }
    out.flag(UNMATCHED_BOUNDARY);
  }

  private void readHeader(Part current, int start, int end, int next)
      throws MalformedBodyException {
    seeLineBreak(end, next);
    if (end > start) {
      current.headers.add(body.substring(start, end));
    } else {
      current.disposition = current.headers.disposition();
      current.dataStart = next;
    }
  }

  private void seeLineBreak(int end, int next) {
    if (next - end > 1) {
      seenCrLf = true;
      if (out.has(LF_LINE)) {
        out.flag(CRLF_LF_LINES);
      }
    } else {
      seeBareLf();
    }
  }

  private void seeBareLf() {
    out.flag(LF_LINE);
    if (seenCrLf) {
      out.flag(CRLF_LF_LINES);
    }
  }

  /** The line break before a boundary belongs to the structure too. */
  private void endLineBefore() {
    if (afterBareLf) {
      seeBareLf();
    }
  }

  private int beforeLineBreak(int boundaryStart) {
    return boundaryStart - (body.startsWith("\r\n", boundaryStart - 2) ? 2 : 1);
  }

  /** Keeps the part that is being read, whose data ends here. */
  private void endPart(int end) throws MalformedBodyException {
    Part ended = part;
    if (ended == null) {
      return;
    }
    part = null;
    ContentDisposition disposition = ended.disposition;
    String name = disposition == null ? "" : disposition.name();
    for (String line : ended.headers.lines()) {
      out.partHeader(name, line);
    }
    if (disposition == null) {
      out.flag(INVALID_PART);
      return;
    }
    int dataEnd = Math.max(ended.dataStart, end);
    String filename = disposition.filename();
    if (filename.isEmpty()) {
      out.argument(name, body.substring(ended.dataStart, dataEnd));
    } else {
      int size = dataEnd - ended.dataStart;
      out.file(new FilePart(name, filename, disposition.extendedFilename(), size));
    }
  }
}

package dev.verge.waf.body;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a body holds. All values are bytes, one per character; text that was written with escapes in
 * JSON or XML is in UTF-8.
 *
 * @param arguments form fields and JSON values, in order; names may repeat
 * @param xmlTexts the text of the document, all its pieces as one value, as {@code XML:/*} means
 *     it: the contents of the one element at the top; empty if there is no element
 * @param xmlAttributes the values of all attributes, as {@code XML://@*} means it, without
 *     namespace declarations
 * @param invalidEscapes whether a form has percent signs that begin no escape; they are kept
 * @param error why the body could not be read to its end, without anything from the body; what was
 *     read before is here all the same
 */
public record ParsedBody(
    List<Argument> arguments,
    List<FilePart> files,
    List<PartHeader> partHeaders,
    List<String> xmlTexts,
    List<String> xmlAttributes,
    boolean invalidEscapes,
    Set<MultipartFlag> multipartFlags,
    @Nullable String error) {
  public static final ParsedBody EMPTY =
      new ParsedBody(List.of(), List.of(), List.of(), List.of(), List.of(), false, Set.of(), null);

  public ParsedBody {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
    partHeaders = List.copyOf(partHeaders);
    xmlTexts = List.copyOf(xmlTexts);
    xmlAttributes = List.copyOf(xmlAttributes);
    multipartFlags = Set.copyOf(multipartFlags);
  }
}

package dev.verge.waf.body;

import org.jspecify.annotations.Nullable;

/**
 * An uploaded file, without its contents. The names are as the client wrote them, except that an
 * escaped quote or backslash stands for itself.
 *
 * @param name what the form field is called
 * @param filename what the client calls the file; never empty
 * @param extendedFilename the same as {@code filename*} has it, after character set and language,
 *     still percent-encoded
 */
public record FilePart(String name, String filename, @Nullable String extendedFilename, int size) {}

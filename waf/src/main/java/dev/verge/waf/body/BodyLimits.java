package dev.verge.waf.body;

/**
 * How much a body may hold. More than that is an error, told as such: what is over a limit is not
 * silently left out.
 *
 * @param arguments fields, values of a JSON document, attributes of an XML document
 * @param depth JSON objects and arrays, or XML elements, within each other
 * @param files uploaded files
 * @param partHeaders headers of each part
 * @param partHeaderLength bytes of each header of a part
 * @param jsonNames bytes that the names of all JSON values may take together; a name repeats all
 *     the names above it, so without a limit names could outgrow the document by far
 */
public record BodyLimits(
    int arguments, int depth, int files, int partHeaders, int partHeaderLength, int jsonNames) {
  public static final BodyLimits DEFAULT = new BodyLimits(1000, 64, 100, 32, 4096, 1 << 20);
}

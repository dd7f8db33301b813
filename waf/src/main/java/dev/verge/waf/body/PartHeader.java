package dev.verge.waf.body;

/**
 * A header of a part of a multipart body.
 *
 * @param part what the form field is called that the part holds; empty if that was never told
 * @param line name, colon and value as the client wrote them, folded lines joined
 */
public record PartHeader(String part, String line) {}

package dev.verge.waf;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rules can look at, by its name in SecLang. */
enum Variable {
  ARGS(true),
  ARGS_COMBINED_SIZE,
  ARGS_GET(true),
  ARGS_GET_NAMES(true),
  ARGS_NAMES(true),
  ARGS_POST(true),
  ARGS_POST_NAMES(true),
  ENV,
  FILES(true),
  FILES_COMBINED_SIZE,
  FILES_NAMES(true),
  FILES_SIZES(true),
  GLOBAL,
  INBOUND_DATA_ERROR,
  IP,
  MATCHED_VAR,
  MATCHED_VAR_NAME,
  MATCHED_VARS,
  MATCHED_VARS_NAMES,
  MULTIPART_BOUNDARY_QUOTED,
  MULTIPART_BOUNDARY_WHITESPACE,
  MULTIPART_CRLF_LF_LINES,
  MULTIPART_DATA_AFTER,
  MULTIPART_DATA_BEFORE,
  MULTIPART_FILE_LIMIT_EXCEEDED,
  MULTIPART_FILENAME(true),
  MULTIPART_HEADER_FOLDING,
  MULTIPART_INVALID_HEADER_FOLDING,
  MULTIPART_INVALID_PART,
  MULTIPART_INVALID_QUOTING,
  MULTIPART_LF_LINE,
  MULTIPART_MISSING_SEMICOLON,
  MULTIPART_NAME(true),
  MULTIPART_PART_HEADERS(true),
  MULTIPART_STRICT_ERROR,
  MULTIPART_UNMATCHED_BOUNDARY,
  OUTBOUND_DATA_ERROR,
  PATH_INFO(true),
  QUERY_STRING(true),
  REMOTE_ADDR(true),
  REMOTE_HOST(true),
  REMOTE_PORT(true),
  REQBODY_ERROR,
  REQBODY_ERROR_MSG,
  REQBODY_PROCESSOR,
  REQBODY_PROCESSOR_ERROR,
  REQBODY_PROCESSOR_ERROR_MSG,
  REQUEST_BASENAME(true),
  REQUEST_BODY(true),
  REQUEST_BODY_LENGTH,
  REQUEST_COOKIES(true),
  REQUEST_COOKIES_NAMES(true),
  REQUEST_FILENAME(true),
  REQUEST_HEADERS(true),
  REQUEST_HEADERS_NAMES(true),
  REQUEST_LINE(true),
  REQUEST_METHOD(true),
  REQUEST_PROTOCOL(true),
  REQUEST_URI(true),
  REQUEST_URI_RAW(true),
  RESOURCE,
  RESPONSE_BODY(true),
  RESPONSE_CONTENT_LENGTH(true),
  RESPONSE_CONTENT_TYPE(true),
  RESPONSE_HEADERS(true),
  RESPONSE_HEADERS_NAMES(true),
  RESPONSE_PROTOCOL(true),
  RESPONSE_STATUS(true),
  SERVER_ADDR(true),
  SERVER_NAME(true),
  SERVER_PORT(true),
  SESSION,
  STATUS_LINE(true),
  TIME_EPOCH,
  TX,
  UNIQUE_ID,
  URLENCODED_ERROR,
  USER,
  XML(true);

  /** Whether it stays as it is while the rules of a phase run, so that what is found is kept. */
  final boolean stable;

  private final boolean writable;

  /** What its entries are called when they are counted. */
  final String counted = "&" + name();

  Variable() {
    this(false);
  }

  Variable(boolean stable) {
    this.stable = stable;
    this.writable =
        Set.of("TX", "GLOBAL", "IP", "RESOURCE", "SESSION", "USER", "ENV").contains(name());
  }

  /** Whether rules write to it: values that live as long as the request. */
  boolean isWritable() {
    return writable;
  }

  /** The variable of a name, or null. */
  static @Nullable Variable named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

package dev.verge.waf;

import dev.verge.waf.body.Argument;
import dev.verge.waf.body.BodyLimits;
import dev.verge.waf.body.BodyParsers;
import dev.verge.waf.body.Cookies;
import dev.verge.waf.body.FilePart;
import dev.verge.waf.body.Format;
import dev.verge.waf.body.MultipartFlag;
import dev.verge.waf.body.ParsedBody;
import dev.verge.waf.body.PartHeader;
import dev.verge.waf.text.Ascii;
import dev.verge.waf.transform.Transformation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a request and its response apart into what rules look at. */
final class RequestReader {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  private static final Map<MultipartFlag, Variable> FLAGS = new EnumMap<>(MultipartFlag.class);

  static {
    for (MultipartFlag flag : MultipartFlag.values()) {
      FLAGS.put(flag, Variable.valueOf("MULTIPART_" + flag.name()));
    }
  }

  private static final Transformation UNESCAPE =
      Objects.requireNonNull(Transformation.named("urlDecodeUni"));

  private final Variables variables;
  private final Settings settings;
  private final BodyLimits limits;
  private int argumentsSize;
  private int cookies;

  RequestReader(Variables variables, Settings settings) {
    this.variables = variables;
    this.settings = settings;
    BodyLimits standard = BodyLimits.DEFAULT;
    this.limits =
        new BodyLimits(
            settings.arguments,
            settings.depth,
            standard.files(),
            standard.partHeaders(),
            standard.partHeaderLength(),
            standard.jsonNames());
  }

  void client(Client client) {
    variables.set(Variable.REMOTE_ADDR, client.address());
    variables.set(Variable.REMOTE_HOST, client.address());
    variables.set(Variable.REMOTE_PORT, client.port());
    variables.set(Variable.SERVER_ADDR, client.serverAddress());
    variables.set(Variable.SERVER_PORT, client.serverPort());
    variables.set(Variable.UNIQUE_ID, client.requestId());
  }

  void request(String method, String uri, String protocol, List<Header> headers) {
    variables.set(Variable.REQUEST_METHOD, method);
    variables.set(Variable.REQUEST_PROTOCOL, protocol);
    variables.set(Variable.REQUEST_LINE, method + " " + uri + " " + protocol);
    variables.set(Variable.REQUEST_URI_RAW, uri);
    variables.set(Variable.REQBODY_PROCESSOR, "");
    variables.set(Variable.REQBODY_ERROR, 0);
    variables.set(Variable.REQBODY_PROCESSOR_ERROR, 0);
    variables.set(Variable.URLENCODED_ERROR, 0);
    variables.set(Variable.INBOUND_DATA_ERROR, 0);
    variables.set(Variable.OUTBOUND_DATA_ERROR, 0);
    flags(ParsedBody.EMPTY);
    target(withoutHost(uri));
    for (Header header : headers) {
      variables.addHeader(Variable.REQUEST_HEADERS, Variable.REQUEST_HEADERS_NAMES, header);
      if (header.name().equalsIgnoreCase("Cookie")) {
        cookies(header.value());
      } else if (header.name().equalsIgnoreCase("Host")) {
        variables.set(Variable.SERVER_NAME, withoutPort(header.value()));
      }
    }
    bodyProcessor();
    variables.set(Variable.FILES_COMBINED_SIZE, 0);
  }

  private void target(String uri) {
    variables.set(Variable.REQUEST_URI, uri);
    int hash = uri.indexOf('#');
    String whole = hash < 0 ? uri : uri.substring(0, hash);
    int question = whole.indexOf('?');
    String path = question < 0 ? whole : whole.substring(0, question);
    String query = question < 0 ? "" : whole.substring(question + 1);
    // As the server behind resolves it: rules look at the file that is meant.
    variables.set(Variable.REQUEST_FILENAME, unescaped(path));
    variables.set(
        Variable.REQUEST_BASENAME,
        path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
    variables.set(Variable.PATH_INFO, path);
    variables.set(Variable.QUERY_STRING, query);
    ParsedBody parsed = BodyParsers.parse(Format.URLENCODED, FORM, query, limits);
    arguments(parsed.arguments(), Variable.ARGS_GET, Variable.ARGS_GET_NAMES);
    if (parsed.invalidEscapes()) {
      variables.set(Variable.URLENCODED_ERROR, 1);
    }
    if (parsed.error() != null) {
      error(parsed.error());
    }
  }

  private static String unescaped(String path) {
    return path.indexOf('%') < 0 ? path : UNESCAPE.apply(path.replace("+", "%2B"));
  }

  /** What a proxy is asked for has scheme and host before the path. */
  private static String withoutHost(String uri) {
    int scheme = uri.indexOf("://");
    if (scheme <= 0 || scheme > 8 || uri.charAt(0) == '/') {
      return uri;
    }
    int slash = uri.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  private static String withoutPort(String host) {
    int port = host.indexOf(':', host.startsWith("[") ? host.indexOf(']') + 1 : 0);
    return port < 0 ? host : host.substring(0, port);
  }

  private void arguments(List<Argument> arguments, Variable values, Variable names) {
    for (Argument argument : arguments) {
      variables.addArgument(values, names, argument.name(), argument.value());
      argumentsSize += argument.name().length() + argument.value().length();
    }
    variables.set(Variable.ARGS_COMBINED_SIZE, argumentsSize);
  }

  private void cookies(String header) {
    for (Argument cookie : Cookies.parse(header)) {
      if (cookies == settings.arguments) {
        error("more than " + cookies + " cookies");
        return;
      }
      cookies++;
      variables.add(Variable.REQUEST_COOKIES, cookie.name(), cookie.value());
      variables.add(Variable.REQUEST_COOKIES_NAMES, cookie.name(), cookie.name());
    }
  }

  private void bodyProcessor() {
    String type = contentType();
    if (type.startsWith(FORM)) {
      variables.set(Variable.REQBODY_PROCESSOR, "URLENCODED");
    } else if (type.startsWith(MULTIPART)) {
      variables.set(Variable.REQBODY_PROCESSOR, "MULTIPART");
    }
  }

  private String contentType() {
    return Ascii.lower(variables.first(Variable.REQUEST_HEADERS, "content-type").strip());
  }

  /**
   * Takes the body apart.
   *
   * @param force whether rules see the body as it is, whatever it is
   */
  void body(String body, boolean force) {
    String processor = variables.first(Variable.REQBODY_PROCESSOR, "");
    Format format = format(processor);
    variables.set(Variable.REQUEST_BODY_LENGTH, body.length());
    if (force || format == null || format == Format.URLENCODED) {
      variables.set(Variable.REQUEST_BODY, body);
    }
    if (format == null || body.isEmpty()) {
      return;
    }
    if (format != Format.MULTIPART && isPastLimit(body.length())) {
      return;
    }
    String type = variables.first(Variable.REQUEST_HEADERS, "content-type");
    ParsedBody parsed = BodyParsers.parse(format, type, body, limits);
    arguments(parsed.arguments(), Variable.ARGS_POST, Variable.ARGS_POST_NAMES);
    files(parsed);
    for (PartHeader header : parsed.partHeaders()) {
      variables.add(Variable.MULTIPART_PART_HEADERS, header.part(), header.line());
    }
    parsed.xmlTexts().forEach(text -> variables.add(Variable.XML, "/*", text));
    parsed.xmlAttributes().forEach(value -> variables.add(Variable.XML, "//@*", value));
    if (parsed.invalidEscapes()) {
      variables.set(Variable.URLENCODED_ERROR, 1);
    }
    if (format == Format.MULTIPART) {
      flags(parsed);
    }
    if (parsed.error() != null) {
      error(parsed.error());
      variables.set(Variable.REQBODY_PROCESSOR_ERROR, 1);
      variables.set(Variable.REQBODY_PROCESSOR_ERROR_MSG, parsed.error());
    } else {
      long files = parsed.files().stream().mapToLong(FilePart::size).sum();
      isPastLimit(body.length() - files);
    }
  }

  /** Whether a body without its files is too long, which is an error then. */
  private boolean isPastLimit(long length) {
    if (length <= settings.requestBodyNoFilesLimit) {
      return false;
    }
    error("the body without its files is longer than " + settings.requestBodyNoFilesLimit);
    variables.set(Variable.INBOUND_DATA_ERROR, 1);
    return true;
  }

  private static @Nullable Format format(String processor) {
    for (Format format : Format.values()) {
      if (format.name().equals(processor)) {
        return format;
      }
    }
    return null;
  }

  private void files(ParsedBody parsed) {
    long size = 0;
    for (FilePart file : parsed.files()) {
      variables.add(Variable.FILES, file.name(), file.filename());
      variables.add(Variable.MULTIPART_FILENAME, file.name(), file.filename());
      if (file.extendedFilename() != null) {
        variables.add(Variable.FILES, file.name(), file.extendedFilename());
        variables.add(Variable.MULTIPART_FILENAME, file.name(), file.extendedFilename());
      }
      variables.add(Variable.FILES_NAMES, file.name(), file.name());
      variables.add(Variable.MULTIPART_NAME, file.name(), file.name());
      variables.add(Variable.FILES_SIZES, file.name(), Long.toString(file.size()));
      size += file.size();
    }
    variables.set(Variable.FILES_COMBINED_SIZE, size);
  }

  private void flags(ParsedBody parsed) {
    FLAGS.forEach((flag, variable) ->
        variables.set(variable, parsed.multipartFlags().contains(flag) ? 1 : 0));
  }

  private void error(String what) {
    variables.set(Variable.REQBODY_ERROR, 1);
    variables.set(Variable.REQBODY_ERROR_MSG, what);
  }

  void response(int status, String protocol, List<Header> headers) {
    variables.set(Variable.RESPONSE_STATUS, status);
    variables.set(Variable.RESPONSE_PROTOCOL, protocol);
    variables.set(Variable.STATUS_LINE, protocol + " " + status);
    for (Header header : headers) {
      variables.addHeader(Variable.RESPONSE_HEADERS, Variable.RESPONSE_HEADERS_NAMES, header);
      if (header.name().equalsIgnoreCase("Content-Type")) {
        variables.set(Variable.RESPONSE_CONTENT_TYPE, header.value());
      } else if (header.name().equalsIgnoreCase("Content-Length")) {
        variables.set(Variable.RESPONSE_CONTENT_LENGTH, header.value());
      }
    }
  }

  /** Whether rules look at bodies of the response's type. */
  boolean isResponseTypeWanted() {
    String type = variables.first(Variable.RESPONSE_CONTENT_TYPE, "");
    int semicolon = type.indexOf(';');
    String plain = semicolon < 0 ? type : type.substring(0, semicolon);
    return settings.responseTypes.contains(Ascii.lower(plain.strip()));
  }
}

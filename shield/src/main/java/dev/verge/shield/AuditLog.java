package dev.verge.shield;

import dev.verge.waf.Match;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What rules matched, a line of JSON for each request, in files that take turns: {@code
 * audit.0.jsonl} is the newest. Without what requests carried, unless that is asked for. A line is
 * in the file when {@link #write} returns; one that cannot be written is lost, and that is logged
 * once. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int FILES = 5;
  private static final JsonFactory JSON = new JsonFactory();

  private final FileHandler files;
  private final boolean values;
  private final InstantSource clock;

  /**
   * A request whose rules matched.
   *
   * @param score what its matches add up to
   * @param status of the refusal; 0: it was not refused
   * @param uri as it came
   */
  record Event(
      String requestId,
      String location,
      String address,
      String method,
      String uri,
      int score,
      int status,
      List<Match> matches) {}

  /**
   * Opens the files of a folder and goes on where they end.
   *
   * @param bytes of each of the five files, about
   * @param values whether what matched is written, with the request's address; it may be secret
   * @throws IOException if they cannot be written
   */
  public AuditLog(Path folder, int bytes, boolean values, InstantSource clock) throws IOException {
    this.values = values;
    this.clock = clock;
    String pattern = folder.toString().replace("%", "%%") + "/audit.%g.jsonl";
    files = new FileHandler(pattern, bytes, FILES, true);
    files.setEncoding(StandardCharsets.UTF_8.name());
    files.setErrorManager(new Complaint());
    files.setFormatter(
        new Formatter() {
          @Override
          public String format(LogRecord line) {
            return line.getMessage() + "\n";
          }
        });
  }

  void write(Event event) {
    files.publish(new LogRecord(Level.INFO, line(event)));
  }

  private String line(Event event) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("time", Instant.ofEpochMilli(clock.millis()).toString());
      json.writeStringProperty("location", event.location);
      json.writeStringProperty("requestId", event.requestId);
      json.writeStringProperty("address", event.address);
      json.writeStringProperty("method", event.method);
      if (values) {
        json.writeStringProperty("uri", event.uri);
      }
      json.writeNumberProperty("score", event.score);
      json.writeBooleanProperty("refused", event.status != 0);
      json.writeArrayPropertyStart("matches");
      event.matches.forEach(match -> write(json, match));
      json.writeEndArray();
      json.writeEndObject();
    }
    return line.toString();
  }

  private void write(JsonGenerator json, Match match) {
    json.writeStartObject();
    json.writeNumberProperty("rule", match.ruleId());
    json.writeNumberProperty("phase", match.phase());
    json.writeNumberProperty("severity", match.severity());
    json.writeStringProperty("message", values ? match.message() : match.title());
    json.writeStringProperty("variable", values ? match.variable() : collection(match.variable()));
    if (values) {
      json.writeStringProperty("data", match.data());
      json.writeStringProperty("value", match.value());
    }
    json.writeEndObject();
  }

  /** The client chose the name within. */
  private static String collection(String variable) {
    int colon = variable.indexOf(':');
    return colon < 0 ? variable : variable.substring(0, colon);
  }

  @Override
  public void close() {
    files.close();
  }

  /** Tells once. */
  private static final class Complaint extends ErrorManager {
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public void error(@Nullable String message, @Nullable Exception e, int code) {
      if (told.compareAndSet(false, true)) {
        LOG.error("the audit log cannot be written: {}", message, e);
      }
    }
  }
}

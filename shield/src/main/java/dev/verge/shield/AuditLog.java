package dev.verge.shield;

import dev.verge.waf.Match;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * audit.0.jsonl} is the newest. Without what requests carried, unless that is asked for. Lines are
 * written in their order by a thread of the log's own, so that event loops do not wait for the
 * disk; {@link #close} writes what is left. One that cannot be written, or comes while {@link
 * #WAITING} others wait, is lost, and that is logged once. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int FILES = 5;
  private static final int WAITING = 1_000;
  private static final int LONGEST_VALUE = 4_096;
  private static final long CLOSE_SECONDS = 5;
  private static final JsonFactory JSON = new JsonFactory();

  private final FileHandler files;
  private final AtomicBoolean complained = new AtomicBoolean();
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("audit").factory(),
          (line, full) -> complain("more comes than can be written", null));
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
    files.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(@Nullable String message, @Nullable Exception e, int code) {
            complain(message, e);
          }
        });
    files.setFormatter(
        new Formatter() {
          @Override
          public String format(LogRecord line) {
            return line.getMessage() + "\n";
          }
        });
  }

  void write(Event event) {
    LogRecord line = new LogRecord(Level.INFO, line(event));
    writer.execute(() -> files.publish(line));
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
        json.writeStringProperty("uri", cut(event.uri));
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
    json.writeStringProperty("message", values ? cut(match.message()) : match.title());
    json.writeStringProperty(
        "variable", values ? cut(match.variable()) : collection(match.variable()));
    if (values) {
      json.writeStringProperty("data", cut(match.data()));
      json.writeStringProperty("value", cut(match.value()));
    }
    json.writeEndObject();
  }

  /** The client chose the name within. */
  private static String collection(String variable) {
    int colon = variable.indexOf(':');
    return colon < 0 ? variable : variable.substring(0, colon);
  }

  /** A client could make it as long as a body. */
  private static String cut(String text) {
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
  }

  private void complain(@Nullable String why, @Nullable Exception e) {
    if (complained.compareAndSet(false, true)) {
      LOG.error("lines of the audit log are lost: {}", why, e);
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        complain("the disk does not take them in time", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}

package dev.verge.cli.crs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.App;
import dev.verge.node.config.Settings;
import dev.verge.waf.Match;
import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests to a location that runs for it, with the whole of its pipeline, and reads what
 * matched from the location's audit log. The log keeps the order of requests, so behind each goes
 * another that a rule of its own matches: what is before that one's line belongs to the request.
 */
final class OverSockets implements Target {
  private static final String LOCATION = "iad";
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int MARKER = 900_006;
  private static final String MARKER_RULE =
      """
      SecRule REQUEST_HEADERS:Verge-Test-Marker "@streq 1" "id:%d,phase:1,pass,log,msg:'Marker'"
      """
          .formatted(MARKER);
  private static final String MARKER_REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nVerge-Test-Marker: 1\r\nConnection: close\r\n\r\n";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final World world;
  private final RandomAccessFile audit;

  /**
   * Starts a location.
   *
   * @param settings SecLang that is read before the rules
   */
  OverSockets(Path crs, String settings) throws IOException {
    folder = Files.createTempDirectory("verge-waf");
    Path before = Files.writeString(folder.resolve("before.conf"), settings + MARKER_RULE);
    Path yaml =
        Files.writeString(
            folder.resolve("verge.yaml"),
            """
            waf:
              rules: "%s"
              paranoia: 4
              mode: detect
              before: "%s"
              audit: values
              audit-bytes: 1000000000
            """
                .formatted(crs.toAbsolutePath(), before.toAbsolutePath()));
    world =
        World.open(
            WorldConfig.of(bundle(), folder.resolve("data"))
                .withLocations(List.of(LOCATION))
                .withWan(0)
                .withSettings(Settings.read(yaml)));
    audit = new RandomAccessFile(auditFile().toFile(), "r");
  }

  private Path auditFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files.filter(file -> file.endsWith("audit.0.jsonl")).findFirst().orElseThrow();
    }
  }

  /** The application as a jar. */
  private Path bundle() throws IOException {
    Path jar = folder.resolve("reflect.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(Reflect.class, Reflect.Wanted.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          Objects.requireNonNull(in, name).transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + App.class.getName()));
      out.write(Reflect.class.getName().getBytes(UTF_8));
    }
    return jar;
  }

  @Override
  public Outcome run(String bytes) throws IOException {
    int status = send(bytes);
    send(MARKER_REQUEST);
    List<Match> matches = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (JsonNode event = next(deadline); !isMarker(event); event = next(deadline)) {
      add(event, matches);
    }
    return new Outcome(status, matches);
  }

  private static boolean isMarker(JsonNode event) {
    for (JsonNode match : event.path("matches")) {
      if (match.path("rule").asInt() == MARKER) {
        return true;
      }
    }
    return false;
  }

  /** The next line of the log, once it is there whole. */
  private JsonNode next(long deadline) throws IOException {
    long start = audit.getFilePointer();
    while (System.nanoTime() < deadline) {
      String line = audit.readLine();
      if (line != null && audit.getFilePointer() > start + line.length()) { // with its end
        return JSON.readTree(new String(line.getBytes(ISO_8859_1), UTF_8));
      }
      audit.seek(start);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
    throw new IOException("the audit log of the location does not go on");
  }

  /** The status of the answer; 0: there was none. */
  private int send(String bytes) throws IOException {
    try (Socket socket = new Socket("localhost", world.url(LOCATION).getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
      return line == null ? 0 : Integer.parseInt(line.split(" ", 3)[1]);
    } catch (SocketException | SocketTimeoutException e) {
      return 0; // which a test may expect, and else finds wanting
    }
  }

  private static void add(JsonNode event, List<Match> matches) {
    for (JsonNode match : event.path("matches")) {
      matches.add(
          new Match(
              match.path("rule").asInt(),
              match.path("phase").asInt(),
              match.path("message").asString(),
              match.path("message").asString(),
              match.path("data").asString(),
              match.path("severity").asInt(),
              List.of(),
              match.path("variable").asString(),
              match.path("value").asString()));
    }
  }

  @Override
  public void close() throws IOException {
    world.close();
    audit.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

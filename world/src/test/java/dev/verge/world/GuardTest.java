package dev.verge.world;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.node.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of connections and requests, against clients that do not keep to them. */
@Timeout(60)
class GuardTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Path BUNDLE = Path.of("target/test-classes");

  @TempDir Path data;

  private World open(String settings) throws IOException {
    Settings read = Settings.read(Files.writeString(data.resolve("verge.yaml"), settings));
    return World.open(
        WorldConfig.of(BUNDLE, data).withLocations(List.of("iad")).withWan(0).withSettings(read));
  }

  private static Socket connect(World world) throws IOException {
    Socket socket = new Socket("localhost", world.url("iad").getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** What comes until the server closes. */
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static HttpResponse<String> get(World world, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(world.url("iad").resolve("/items"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (World world = open("limits: {head-millis: 200}");
        Socket silent = connect(world)) {
      assertThat(rest(silent)).isEmpty();
    }
  }

  @Test
  void aHeadThatTricklesInIsNotWaitedFor() throws Exception {
    try (World world = open("limits: {head-millis: 300}");
        Socket slow = connect(world)) {
      send(slow, "GET /items HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(slow.getInputStream().read()).isEqualTo('H'); // a good start does not help later
      send(slow, "GET /items HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      await()
          .until(() -> {
            try {
              send(slow, "a");
              return false;
            } catch (SocketException closed) {
              return true;
            }
          });
    }
  }

  @Test
  void anAddressHasSoManyConnectionsAndGetsThemBack() throws Exception {
    try (World world = open("limits: {connections-per-address: 3}")) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(connect(world));
        send(open.get(i), "GET /items HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(open.get(i).getInputStream().read()).isEqualTo('H');
      }
      try (Socket fourth = connect(world)) {
        assertThat(rest(fourth)).isEmpty();
      }
      assertThat(world.status().locations().getFirst().shield().connectionsRefused()).isOne();
      open.getFirst().close();
      await()
          .until(() -> {
            try (Socket again = connect(world)) {
              send(again, "GET /items HTTP/1.1\r\nHost: x\r\n\r\n");
              return again.getInputStream().read() == 'H';
            } catch (SocketException refused) {
              return false;
            }
          });
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestHasSoManyHeaders() throws Exception {
    try (World world = open("limits: {header-count: 20}")) {
      String[] headers =
          IntStream.range(0, 40).mapToObj(i -> i % 2 == 0 ? "X-" + i : "v").toArray(String[]::new);
      HttpResponse<String> refused = get(world, headers);
      assertThat(refused.statusCode()).isEqualTo(431);
      assertThat(refused.body()).contains("20 headers");
      assertThat(get(world).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoIsDeniedIsToldSoAndNothingMore() throws Exception {
    try (World world = open("access: {deny: [127.0.0.0/8]}")) {
      HttpResponse<String> refused = get(world);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.body()).doesNotContain("127.0.0");
    }
    try (World world = open("access: {allow: [JP, 10.0.0.0/8], deny: all}")) {
      assertThat(get(world).statusCode()).isEqualTo(403);
      assertThat(get(world, "Verge-From", "nrt").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAddressHasSoManyRequestsInFlight() throws Exception {
    try (World world = open("limits: {in-flight-per-address: 2}");
        Socket first = connect(world);
        Socket second = connect(world)) {
      String half = "POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{";
      send(first, half);
      send(second, half);
      await()
          .untilAsserted(() -> {
            HttpResponse<String> refused = get(world);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
          });
      first.shutdownOutput(); // in the middle of its body
      await().untilAsserted(() -> assertThat(get(world).statusCode()).isEqualTo(200));
    }
  }

  @Test
  void aClientOfIpv6HoldsByTheNetworkThatItHas() throws Exception {
    try (World world = open("limits: {in-flight-per-address: 1}");
        Socket first = connect(world)) {
      send(first, "POST /items HTTP/1.1\r\nHost: x\r\nVerge-Address: 2001:db8::1\r\n");
      send(first, "Content-Length: 9\r\n\r\n{");
      await()
          .untilAsserted(() ->
              assertThat(get(world, "Verge-Address", "2001:db8::2").statusCode()).isEqualTo(429));
      assertThat(get(world, "Verge-Address", "2001:db8:0:1::1").statusCode()).isEqualTo(200);
      first.shutdownOutput();
      await()
          .untilAsserted(() ->
              assertThat(get(world, "Verge-Address", "2001:db8::3").statusCode()).isEqualTo(200));
    }
  }

  @Test
  void whatIsTooMuchForTheFirewallIsShed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean shed = new AtomicBoolean();
    try (World world = open("limits: {queue-millis: 60}");
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpRequest large =
          HttpRequest.newBuilder(world.url("iad").resolve("/items"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"name\":\"" + "a b ".repeat(10_000) + "\"}"))
              .build();
      Callable<Boolean> client =
          () -> {
            while (!over.get()) {
              HttpResponse<String> answer = http.send(large, BodyHandlers.ofString());
              if (answer.statusCode() == 503 && answer.body().contains("busy")) {
                shed.set(true);
              }
            }
            return true;
          };
      List<Future<Boolean>> all = Stream.generate(() -> clients.submit(client)).limit(120).toList();
      try {
        await().untilTrue(shed);
      } finally {
        over.set(true);
      }
      for (Future<Boolean> ended : all) {
        assertThat(ended.get()).isTrue();
      }
    }
  }

  private static HttpResponse<String> post(World world, String coding, byte[] body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(world.url("iad").resolve("/items"))
            .headers("Content-Type", "application/json", "Content-Encoding", coding)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }

  @Test
  void aCompressedBodyIsReadWithinTheBoundOfBodies() throws Exception {
    try (World world = open("limits: {body: 10000}")) {
      assertThat(post(world, "gzip", gzip("{\"name\":\"small\"}")).statusCode()).isEqualTo(201);
      byte[] bomb = gzip("{\"name\":\"" + "a".repeat(5_000_000) + "\"}");
      assertThat(bomb).hasSizeLessThan(10_000);
      assertThat(post(world, "gzip", bomb).statusCode()).isEqualTo(413);
      assertThat(post(world, "gzip", "{}".getBytes(US_ASCII)).statusCode()).isEqualTo(400);
      assertThat(post(world, "br", "{}".getBytes(US_ASCII)).statusCode()).isEqualTo(415);
      assertThat(post(world, "gzip, gzip", gzip("{}")).statusCode()).isEqualTo(415);
      String attack = "{\"name\":\"<script>alert(1)</script>\"}";
      assertThat(post(world, "gzip", gzip(attack)).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aBodyThatRulesTakeTooLongForIsRefused() throws Exception {
    try (World world = open("limits: {rules-millis: 1}")) {
      String text = IntStream.range(0, 90_000).mapToObj(i -> "word" + i).collect(joining(" "));

      HttpResponse<String> answer = post(world, "gzip", gzip("{\"name\":\"" + text + "\"}"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.body()).contains("too long to look at", "requestId");
    }
  }

  @Test
  void streamsThatAreTakenBackByTheHundredEndTheConnection() throws Exception {
    try (World world = open("");
        Socket socket = connect(world)) {
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      out.write(frame(4, 0, 0));
      InputStream in = socket.getInputStream();
      try {
        for (int stream = 1; stream < 20_000; stream += 2) {
          out.write(frame(1, 5, stream, 0x82, 0x84, 0x86, 0x41, 1, 'x')); // GET / of http x
          out.write(frame(3, 0, stream, 0, 0, 0, 8)); // CANCEL
        }
        in.readAllBytes(); // ends
      } catch (SocketException closed) {
        assertThat(closed).isNotNull(); // in the middle of it
      }
      assertThat(get(world).statusCode()).isEqualTo(200);
    }
  }

  /** RFC 9113, section 4.1. */
  private static byte[] frame(int type, int flags, int stream, int... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags});
    frame.writeBytes(new byte[] {0, (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
    for (int value : payload) {
      frame.write(value);
    }
    return frame.toByteArray();
  }
}

package dev.verge.world;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verge.node.config.Settings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients get when something goes wrong on a request's way. */
@Timeout(60)
class RequestsTest {
  private static final Path BUNDLE = Path.of("target/test-classes");

  @TempDir Path data;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private World open(String... locations) {
    return World.open(config(locations));
  }

  /** The operator's settings, from YAML. */
  private Settings settings(String yaml) throws IOException {
    return Settings.read(Files.writeString(data.resolve("verge.yaml"), yaml));
  }

  private WorldConfig config(String... locations) {
    return WorldConfig.of(BUNDLE, data).withLocations(List.of(locations)).withWan(0);
  }

  @Test
  void aStreamThatBreaksOffIsNotTakenForWhole() {
    try (World world = open("iad")) {
      assertThatThrownBy(() -> get(world.url("iad").resolve("/broken-stream")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void everyoneWhoSharesALoadOfStaleDataIsToldSo() throws Exception {
    try (World world = open("iad", "nrt")) {
      await().until(() -> get(world.url("nrt").resolve("/items")).body().contains("seeded"));
      world.partition("nrt");
      await().until(() -> staleness(get(world.url("nrt").resolve("/items"))).isPresent());
      HttpRequest request =
          HttpRequest.newBuilder(world.url("nrt").resolve("/items/cached")).build();
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(() -> http.sendAsync(request, BodyHandlers.ofString())).limit(8).toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(staleness(answer.get())).isPresent();
      }
    }
  }

  @Test
  void aBodyThatDoesNotComeIsGivenUp() throws Exception {
    Settings settings = settings("limits: {body-millis: 200}");
    try (World world = World.open(config("iad").withSettings(settings));
        Socket socket = new Socket("localhost", world.url("iad").getPort())) {
      socket
          .getOutputStream()
          .write(
              "POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("within 200 ms");
    }
  }

  @Test
  void aBrowserForgetsABookmarkThatIsNotOurs() throws Exception {
    try (World world = open("iad")) {
      HttpRequest request =
          HttpRequest.newBuilder(world.url("iad").resolve("/items"))
              .header("Cookie", "verge-bookmark=forged")
              .build();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
          .startsWith("verge-bookmark=;")
          .contains("Max-Age=0");
    }
  }

  @Test
  void whatTheFirewallRefusesReachesNoApplicationAndTellsNoRule() throws Exception {
    try (World world = open("iad")) {
      HttpResponse<String> refused =
          get(world.url("iad").resolve("/where?q=%3Cscript%3Ealert(1)%3C/script%3E"));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(refused.body())
          .contains("\"requestId\":\"iad-")
          .doesNotContain("script")
          .doesNotContain("2000");
      assertThat(refused.headers().firstValue("Server-Timing").orElse("")).contains("waf;dur=");
      assertThat(get(world.url("iad").resolve("/where?q=a+plain+question")).statusCode())
          .isEqualTo(200);
    }
    try (World world = World.open(config("iad").withSettings(settings("waf: {rules: off}")))) {
      assertThat(get(world.url("iad").resolve("/where?q=%3Cscript%3E")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void headersMayRepeatUnlessTheyMustNot() throws Exception {
    try (World world = open("iad")) {
      String twice = "X-A: 1\r\nX-A: 2\r\nAccept: */*\r\nAccept: text/html\r\n";
      assertThat(raw(world, "GET /where HTTP/1.1\r\nHost: x\r\n" + twice))
          .startsWith("HTTP/1.1 200");
      assertThat(raw(world, "GET /where HTTP/1.1\r\nHost: x\r\nHost: y\r\n"))
          .startsWith("HTTP/1.1 400");
      assertThat(raw(world, "GET /where HTTP/1.1\r\n")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aHeaderBlockIsCountedWhole() throws Exception {
    try (World world = open("iad")) {
      assertThat(raw(world, "GET /where HTTP/1.1\r\nHost: x\r\n" + "a: bcdef\r\n".repeat(3_200)))
          .startsWith("HTTP/1.1 200");
      assertThat(raw(world, "GET /where HTTP/1.1\r\nHost: x\r\n" + "a: bcdef\r\n".repeat(3_300)))
          .startsWith("HTTP/1.1 431");
    }
  }

  @Test
  void whoeverWaitsToBeToldMaySendTheBody() throws Exception {
    try (World world = open("iad");
        Socket socket = new Socket("localhost", world.url("iad").getPort())) {
      String head = "POST /items HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
      String body = "Content-Type: application/json\r\nContent-Length: 14\r\n";
      send(socket, head + body + "Expect: 100-continue\r\n\r\n");
      byte[] told = socket.getInputStream().readNBytes(25);
      assertThat(new String(told, US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      send(socket, "{\"name\":\"tea\"}");
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 201 ")
          .containsPattern("(?i)\r\ndate: [^\r]+ GMT\r\n");
    }
  }

  @Test
  void whatIsLeftForLaterMayLeaveMoreForLater() throws Exception {
    try (World world = open("iad")) {
      assertThat(get(world.url("iad").resolve("/twice-later")).statusCode()).isEqualTo(204);
      await().until(() -> world.data("iad").detached().kv("settings").get("later").isPresent());
    }
  }

  private static String raw(World world, String head) throws IOException {
    try (Socket socket = new Socket("localhost", world.url("iad").getPort())) {
      send(socket, head + "Connection: close\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static java.util.Optional<String> staleness(HttpResponse<String> answer) {
    return answer.headers().firstValue("Verge-Stale");
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}

package dev.verge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as a world's control endpoint does, with what a test gives it, over real sockets. */
final class FakeControl implements AutoCloseable {
  static final String TOKEN = "the-token";

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private record Answer(int status, String json) {}

  /** Listens, and writes {@code control.json} into the data folder. */
  FakeControl(Path data) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    announce(data, TOKEN);
  }

  /** Writes a {@code control.json} with any token. */
  void announce(Path data, String token) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("control.json"),
        "{\"url\":\"http://127.0.0.1:%d\",\"token\":\"%s\",\"pid\":1}"
            .formatted(server.getAddress().getPort(), token));
  }

  /** What to answer from now on to a request such as {@code GET /status}. */
  void answer(String request, int status, String json) {
    answers.put(request, new Answer(status, json));
  }

  /** The requests that came, each with its body. */
  List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
      String request = http.getRequestMethod() + " " + http.getRequestURI();
      requests.add((request + " " + body).strip());
      boolean known =
          ("Bearer " + TOKEN).equals(http.getRequestHeaders().getFirst("Authorization"));
      Answer answer =
          known
              ? answers.getOrDefault(request, new Answer(404, "{\"title\":\"no such operation\"}"))
              : new Answer(401, "{\"title\":\"Unauthorized\"}");
      byte[] bytes = answer.json().getBytes(UTF_8);
      http.sendResponseHeaders(answer.status(), bytes.length);
      http.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

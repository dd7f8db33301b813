package dev.verge.shield.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer's server of its key set. */
final class IssuerServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Answer answer = x -> x.sendResponseHeaders(404, -1);

  private interface Answer {
    void to(HttpExchange x) throws IOException;
  }

  IssuerServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/jwks",
        x -> {
          requests.incrementAndGet();
          try (x) {
            answer.to(x);
          }
        });
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
  }

  int requests() {
    return requests.get();
  }

  void answers(String body, String... header) {
    answers(200, body, header);
  }

  void answers(int status, String body, String... header) {
    answers(status, body.getBytes(StandardCharsets.UTF_8), header);
  }

  void answers(int status, byte[] body, String... header) {
    answer =
        x -> {
          if (header.length == 2) {
            x.getResponseHeaders().set(header[0], header[1]);
          }
          x.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          x.getResponseBody().write(body);
        };
  }

  /** Says nothing more, from the start or after the headers, until it is closed. */
  void hangs(boolean afterHeaders) {
    answer =
        x -> {
          if (afterHeaders) {
            x.sendResponseHeaders(200, 100);
            x.getResponseBody().flush();
          }
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}

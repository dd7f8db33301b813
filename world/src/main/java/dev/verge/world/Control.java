package dev.verge.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.SqlException;
import dev.verge.web.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint through which commands reach a running world: JSON over HTTP on the loopback
 * address, at a port of its own.
 *
 * <p>Its address and token stand in the data folder's {@code control.json}, which only its owner
 * can read: {@code {"url", "token", "pid"}}. Every request carries the token as {@code
 * Authorization: Bearer}. The file is there only while the endpoint answers.
 */
final class Control implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Control.class);
  private static final int MAX_BODY = 1 << 20;
  private static final int TOKEN_BYTES = 32;
  private static final int CLOSE_SECONDS = 1;

  private final Map<String, Operation> operations;
  private final Json json = new Json();
  private final byte[] authorization;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path file;

  /** Answers one kind of request with something to be written as JSON; may block. */
  @FunctionalInterface
  interface Operation {
    /**
     * Answers a request.
     *
     * @param body what was sent; empty for GET
     * @throws Problem to answer with that problem
     */
    Object answer(byte[] body) throws Exception;
  }

  /**
   * Listens and writes the file.
   *
   * @param operations by method and path, such as {@code GET /status}
   */
  Control(Path file, Map<String, Operation> operations) {
    this.operations = Map.copyOf(operations);
    this.file = file;
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    this.authorization = ("Bearer " + token).getBytes(US_ASCII);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.setExecutor(threads);
      server.start();
      OwnerOnly.write(file, new String(json.write(description(token)), US_ASCII));
    } catch (IOException e) {
      throw new WorldException("cannot open the control endpoint " + file + ": " + e, e);
    }
  }

  private Map<String, Object> description(String token) {
    Map<String, Object> description = new LinkedHashMap<>();
    String host = server.getAddress().getAddress().getHostAddress();
    description.put("url", "http://" + host + ":" + server.getAddress().getPort());
    description.put("token", token);
    description.put("pid", ProcessHandle.current().pid());
    return description;
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      Response response = answer(http);
      byte[] body = json.encode((Response.Body.Json) response.body());
      response.headers().forEach(http.getResponseHeaders()::add);
      http.sendResponseHeaders(response.status(), body.length);
      http.getResponseBody().write(body);
    }
  }

  private Response answer(HttpExchange http) throws IOException {
    String request = http.getRequestMethod() + " " + http.getRequestURI().getRawPath();
    try {
      checkToken(http);
      Operation operation = operations.get(request);
      if (operation == null) {
        throw Problem.of(404, "Not found", "no operation '" + request + "'");
      }
      return Response.json(operation.answer(body(http)));
    } catch (Problem problem) {
      return problem.toResponse();
    } catch (SqlException e) {
      return Problem.of(400, "The statement was refused", String.valueOf(e.getMessage()))
          .with("kind", e.kind().name().toLowerCase(Locale.ROOT))
          .toResponse();
    } catch (IllegalArgumentException e) {
      return Problem.of(400, "Bad request", String.valueOf(e.getMessage())).toResponse();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      log.error("control: {} failed", request, e);
      return Problem.of(500, "Internal error", "the world's own log says more").toResponse();
    }
  }

  private void checkToken(HttpExchange http) {
    String given = http.getRequestHeaders().getFirst("Authorization");
    if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(US_ASCII))) {
      throw Problem.unauthorized("send the token of " + file.getFileName() + " as bearer token");
    }
  }

  private static byte[] body(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw Problem.of(413, "Content too large", "at most " + MAX_BODY + " bytes");
    }
    return body;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("cannot delete {}", file, e);
    }
    server.stop(CLOSE_SECONDS);
    threads.shutdownNow();
  }
}

package dev.verge.testing;

import dev.verge.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client with cookies of its own, at one location or behind the gateway; redirects are not
 * followed. Thread-safe, but for cookies, which all requests of a visitor share.
 */
public final class Visitor implements AutoCloseable {
  private static final Json JSON = new Json();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final List<String> headers;
  private final HttpClient client;

  Visitor(URI base) {
    this(base, List.of(), newClient());
  }

  private Visitor(URI base, List<String> headers, HttpClient client) {
    this.base = base;
    this.headers = headers;
    this.client = client;
  }

  /** The same visitor, sending a further header with every request. */
  public Visitor with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new Visitor(base, more, client);
  }

  /** The same visitor at another address, with the same cookies. */
  Visitor at(URI other) {
    return new Visitor(other, headers, client);
  }

  /** GET. */
  public Answer get(String path) {
    return send("GET", path, null, "");
  }

  /** DELETE. */
  public Answer delete(String path) {
    return send("DELETE", path, null, "");
  }

  /** POST of a value as JSON; a string is sent as it is. */
  public Answer post(String path, Object json) {
    return send("POST", path, "application/json", text(json));
  }

  /** PUT of a value as JSON; a string is sent as it is. */
  public Answer put(String path, Object json) {
    return send("PUT", path, "application/json", text(json));
  }

  /** POST of a form, already encoded. */
  public Answer form(String path, String form) {
    return send("POST", path, "application/x-www-form-urlencoded", form);
  }

  /** Any request. */
  public Answer send(
      String method,
      String path,
      @org.jspecify.annotations.Nullable String contentType,
      String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .method(
                method,
                contentType == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    long start = System.nanoTime();
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      double millis = (System.nanoTime() - start) / 1e6;
      return new Answer(response.statusCode(), response.headers().map(), response.body(), millis);
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + base + path + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new BrowserCookies())
        .connectTimeout(PATIENCE)
        .build();
  }

  private static String text(Object json) {
    return json instanceof String text
        ? text
        : new String(JSON.write(json), StandardCharsets.UTF_8);
  }
}

package dev.verge.shield.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key set at an address: one request, whose answer is bounded in time and size. Redirects are not
 * followed, since the operator named who is believed. Thread-safe.
 */
final class HttpKeys implements KeyFetch, AutoCloseable {
  static final int LARGEST = 256 << 10;
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?(\\d{1,9})", Pattern.CASE_INSENSITIVE);

  private final HttpRequest request;
  private final Duration limit;
  private final HttpClient client;

  HttpKeys(URI address) {
    this(address, LIMIT);
  }

  HttpKeys(URI address, Duration limit) {
    this.limit = limit;
    this.request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  @Override
  public Fetched fetch() throws IOException {
    BodyHandler<byte[]> body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST);
    HttpResponse<byte[]> response = answer(client.sendAsync(request, body));
    if (response.statusCode() != 200) {
      throw new IOException(
          "it answers with status %d%s"
              .formatted(
                  response.statusCode(),
                  response.statusCode() / 100 == 3 ? ", and redirects are not followed" : ""));
    }
    return new Fetched(text(response.body()), maxAge(response));
  }

  /** The time limit is over the whole answer; that of the client would end with the headers. */
  private HttpResponse<byte[]> answer(CompletableFuture<HttpResponse<byte[]>> answer)
      throws IOException {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it gave no whole answer within " + limit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("it cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String text(byte[] body) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }

  /** RFC 9111, section 5.2.2. What must not be stored is asked for as often as is allowed. */
  private static @Nullable Duration maxAge(HttpResponse<?> response) {
    String control = String.join(",", response.headers().allValues("Cache-Control"));
    if (control.contains("no-store") || control.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher maxAge = MAX_AGE.matcher(control);
    return maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : null;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

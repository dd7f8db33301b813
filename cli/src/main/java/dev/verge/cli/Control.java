package dev.verge.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The running world on a data folder. Its control endpoint's address and token stand in the
 * folder's {@code control.json}, which the world writes when it opens and deletes when it closes;
 * after a crash the file is there and nobody answers.
 */
final class Control implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Decimals stay as they were written: money has its zeros. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Path data;
  private final String url;
  private final String token;

  private Control(Path data, String url, String token) {
    this.data = data;
    this.url = url;
    this.token = token;
  }

  /**
   * Finds the world on a data folder.
   *
   * @throws Failure if there is none
   */
  static Control of(Path data) {
    Path file = data.resolve("control.json");
    try {
      JsonNode control = JSON.readTree(Files.readString(file));
      return new Control(
          data, control.required("url").stringValue(), control.required("token").stringValue());
    } catch (NoSuchFileException e) {
      throw noWorld(data);
    } catch (IOException e) {
      throw Failure.usage("cannot read " + file + ": " + e);
    } catch (JacksonException e) {
      throw Failure.usage(
          file + " does not say where the world is controlled: restart the world (./verge dev)");
    }
  }

  private static Failure noWorld(Path data) {
    return Failure.usage("no world runs on " + data + ": start one with ./verge dev");
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  /** Posts the fields that are not null. */
  JsonNode post(String path, Map<String, ? extends @Nullable Object> fields) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(fields))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .timeout(ANSWER);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() >= 400) {
        throw refused(response.statusCode(), body);
      }
      return body;
    } catch (ConnectException e) {
      throw noWorld(data);
    } catch (HttpTimeoutException e) {
      throw Failure.failed(
          "the world on " + data + " did not answer within " + ANSWER.toSeconds() + " s");
    } catch (IOException | JacksonException e) {
      throw Failure.failed("the world on " + data + " broke off its answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }

  private Failure refused(int status, JsonNode problem) {
    String title = problem.path("title").asString("status " + status);
    String detail = problem.path("detail").asString(title);
    return switch (status) {
      case 401 ->
          Failure.usage("another world runs on the address that " + data + " names: restart both");
      case 422 -> Failure.usage(Table.visible(detail)); // a file that the world was to read
      default -> Failure.failed(Table.visible(detail));
    };
  }

  @Override
  public void close() {
    http.close();
  }
}

package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Problem;
import dev.verge.SqlException;
import dev.verge.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ControlTest {
  @TempDir Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path file;
  private Control control;
  private Described described;

  record Described(String url, String token, long pid) {}

  record Echo(String text) {}

  @BeforeEach
  void open() throws IOException {
    Json json = new Json();
    file = data.resolve("control.json");
    control =
        new Control(
            file,
            Map.of(
                "GET /status", body -> Map.of("up", true),
                "POST /echo", body -> json.read(body, Echo.class),
                "POST /problem",
                    body -> {
                      throw Problem.of(404, "Unknown location", "no location 'x'");
                    },
                "POST /sql",
                    body -> {
                      throw new SqlException(SqlException.Kind.STATEMENT, "near \"x\"");
                    },
                "POST /bug",
                    body -> {
                      throw new IllegalStateException("a secret detail");
                    }));
    described = json.read(Files.readAllBytes(file), Described.class);
  }

  @AfterEach
  void close() {
    control.close();
    http.close();
  }

  @Test
  void theFileDescribesTheEndpointToItsOwnerOnly() throws IOException {
    assertThat(described.url()).matches("http://127\\.0\\.0\\.1:\\d+");
    assertThat(described.token()).hasSizeGreaterThan(40);
    assertThat(described.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void answersWithTheToken() throws Exception {
    HttpResponse<String> status = send("GET", "/status", "", "Bearer " + described.token());
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(status.body()).isEqualTo("{\"up\":true}");
    assertThat(post("/echo", "{\"text\":\"é\"}").body()).isEqualTo("{\"text\":\"é\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic abc", "bearer"})
  void refusesWithoutTheToken(String authorization) throws Exception {
    HttpResponse<String> response = send("GET", "/status", "", authorization);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("control.json").doesNotContain(described.token());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(post("/nothing", "").statusCode()).isEqualTo(404);
    assertThat(post("/status", "").statusCode()).isEqualTo(404);
    assertThat(post("/problem", "").body()).contains("no location 'x'");
    HttpResponse<String> unknownField = post("/echo", "{\"txt\":1}");
    assertThat(unknownField.statusCode()).isEqualTo(400);
    assertThat(unknownField.body()).contains("txt");
    HttpResponse<String> sql = post("/sql", "");
    assertThat(sql.statusCode()).isEqualTo(400);
    assertThat(sql.body()).contains("near \\\"x\\\"").contains("\"kind\":\"statement\"");
  }

  @Test
  void aBugIsA500WithoutDetails() throws Exception {
    HttpResponse<String> response = post("/bug", "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
  }

  @Test
  void aBodyPastTheBoundIsRefused() throws Exception {
    assertThat(post("/echo", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
  }

  @Test
  void theFileGoesWhenTheEndpointGoes() {
    control.close();
    assertThat(file).doesNotExist();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body, "Bearer " + described.token());
  }

  private HttpResponse<String> send(String method, String path, String body, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(described.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}

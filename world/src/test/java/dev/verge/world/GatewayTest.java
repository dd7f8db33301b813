package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.node.Client;
import dev.verge.node.server.Doors;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatewayTest {
  private final Vertx vertx = Doors.vertx(new VertxOptions());
  private final Scheduler scheduler = Scheduler.system();
  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeSite iad = new FakeSite(LinksTest.IAD);
  private final FakeSite fra = new FakeSite(LinksTest.FRA);
  private final FakeSite nrt = new FakeSite(LinksTest.NRT);

  /** A location that answers with who asked and what was sent. */
  private static final class FakeSite implements Gateway.Site {
    private final Location location;
    private volatile boolean healthy = true;

    FakeSite(Location location) {
      this.location = location;
    }

    @Override
    public Location location() {
      return location;
    }

    @Override
    public boolean isHealthy() {
      return healthy;
    }

    @Override
    public void accept(HttpServerRequest http, Client client) {
      http.bodyHandler(body ->
          http.response().end(location.code() + " " + client.country() + " " + body.toString()));
    }

    @Override
    public void refuse(HttpServerRequest http) {
      refuse(http, Problem.of(400, "Bad request", "not HTTP"));
    }

    @Override
    public void refuse(HttpServerRequest http, Problem problem) {
      http.response().setStatusCode(problem.status()).end(String.valueOf(problem.detail()));
    }
  }

  private Gateway gateway(double wan) {
    Place standard = new Place(38.9445, -77.4558, "US");
    return new Gateway(
        vertx,
        0,
        new Clients(Airports.bundled(), standard, null),
        List.of(iad, fra, nrt),
        wan,
        scheduler);
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    vertx.close().await(10, TimeUnit.SECONDS);
    scheduler.close();
  }

  @Test
  void takesAClientToItsNearestLocationAndTellsItsCountry() throws Exception {
    try (Gateway gateway = gateway(0)) {
      assertThat(get(gateway, "").body()).isEqualTo("iad US ");
      assertThat(get(gateway, "nrt").body()).isEqualTo("nrt JP ");
      assertThat(get(gateway, "48.1,11.5").body()).isEqualTo("fra DE ");
      assertThat(get(gateway, "icn").body()).isEqualTo("nrt KR ");
      assertThat(get(gateway, "gru").body()).isEqualTo("iad BR ");
    }
  }

  @Test
  void leavesOutWhatIsNotHealthy() throws Exception {
    try (Gateway gateway = gateway(0)) {
      fra.healthy = false;
      assertThat(get(gateway, "48.1,11.5").body()).isEqualTo("iad DE ");
      iad.healthy = false;
      nrt.healthy = false;
      HttpResponse<String> none = get(gateway, "nrt");
      assertThat(none.statusCode()).isEqualTo(503);
      assertThat(none.body()).contains("no location is healthy");
      fra.healthy = true;
      assertThat(get(gateway, "nrt").body()).isEqualTo("fra JP ");
    }
  }

  @Test
  void rubbishIsA400ThatSaysWhatIsExpected() throws Exception {
    try (Gateway gateway = gateway(0)) {
      HttpResponse<String> response = get(gateway, "atlantis");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("IATA code");
    }
  }

  @Test
  void whatIsNoRequestIsAnswered() throws Exception {
    try (Gateway gateway = gateway(1);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.getOutputStream().write("rubbish\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
      assertThat(new String(answer, StandardCharsets.US_ASCII)).matches("HTTP/1\\.[01] 400");
    }
  }

  @Test
  void aRequestTakesTheClientsRoundTripAndKeepsItsBody() throws Exception {
    try (Gateway gateway = gateway(1)) {
      Duration roundTrip =
          Duration.ofNanos(Links.roundTripNanos(Airports.km(52.3081, 4.7642, 50.0267, 8.5584), 1));
      String body = "x".repeat(300_000);
      send(gateway, "nrt", "warm"); // at the location itself there is no round trip
      long start = System.nanoTime();
      HttpResponse<String> response = send(gateway, "52.3081,4.7642", body);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(roundTrip)
          .isLessThan(roundTrip.plusSeconds(3));
      assertThat(response.body()).isEqualTo("fra NL " + body);
    }
  }

  @Test
  void manyClientsAreDelayedAtTheSameTime() {
    try (Gateway gateway = gateway(1)) {
      long start = System.nanoTime();
      var answers =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(i ->
                  http.sendAsync(
                      request(gateway, "syd", "").build(), HttpResponse.BodyHandlers.ofString()))
              .toList();
      answers.forEach(answer -> assertThat(answer.join().body()).startsWith("nrt AU"));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(100), Duration.ofSeconds(3));
    }
  }

  private HttpResponse<String> get(Gateway gateway, String from) throws Exception {
    return send(gateway, from, "");
  }

  private HttpResponse<String> send(Gateway gateway, String from, String body) throws Exception {
    return http.send(request(gateway, from, body).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(Gateway gateway, String from, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return from.isEmpty() ? request : request.header("Verge-From", from);
  }
}

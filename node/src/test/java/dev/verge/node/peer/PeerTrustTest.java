package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Problem;
import dev.verge.data.Unreachable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger on the network can say, and to whom. */
@Timeout(30)
class PeerTrustTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER_SECRET =
      "another secret of thirty-two bytes or so".getBytes(StandardCharsets.UTF_8);

  private final TestCluster cluster =
      new TestCluster(Wire.DIRECT, new PeerServer.Limits(1 << 20, 3 << 20, 2));
  private final AtomicInteger carriedOut = new AtomicInteger();
  private final HttpClientAgent stranger =
      cluster.vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  private final Nonce.Source nonces = new Nonce.Source();

  /** A request as fra would make it; tests change what they want. */
  private final class Letter {
    String secretOf = "cluster";
    String operation = "count";
    String from = "fra";
    String to = "iad";
    String nonce = nonces.next().text();
    long time = cluster.clock.millis();
    byte[] signed = BODY;
    byte[] sent = BODY;
    Consumer<HttpClientRequest> change = request -> {};

    HttpClientResponse send() throws Exception {
      ClusterSecret secret =
          ClusterSecret.of(secretOf.equals("cluster") ? TestCluster.SECRET : OTHER_SECRET);
      String digest = ClusterSecret.digest(signed);
      String when = Long.toString(time);
      HttpClientRequest request =
          stranger
              .request(HttpMethod.POST, cluster.server.port(), "127.0.0.1", "/" + operation)
              .await(5, TimeUnit.SECONDS);
      request
          .putHeader(Headers.NODE, from)
          .putHeader(Headers.TO, to)
          .putHeader(Headers.TIME, when)
          .putHeader(Headers.NONCE, nonce)
          .putHeader(Headers.DIGEST, digest)
          .putHeader(
              Headers.SIGNATURE, secret.signRequest(operation, from, to, when, nonce, digest));
      change.accept(request);
      return request.send(Buffer.buffer(sent)).await(5, TimeUnit.SECONDS);
    }

    int status() throws Exception {
      return send().statusCode();
    }
  }

  @BeforeEach
  void count() {
    cluster.operations.put(
        "count",
        (from, body) -> {
          carriedOut.incrementAndGet();
          return body;
        });
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  @Test
  void aSignedRequestIsCarriedOut() throws Exception {
    assertThat(new Letter().status()).isEqualTo(200);
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void whatIsNotSignedIsRefused() throws Exception {
    for (CharSequence header :
        new CharSequence[] {
          Headers.NODE, Headers.TO, Headers.TIME, Headers.NONCE, Headers.DIGEST, Headers.SIGNATURE
        }) {
      Letter letter = new Letter();
      letter.change = request -> request.headers().remove(header);
      assertThat(letter.status()).as("without %s", header).isEqualTo(401);
    }
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aSignatureWithAnotherSecretIsRefused() throws Exception {
    Letter letter = new Letter();
    letter.secretOf = "somebody";
    assertThat(letter.status()).isEqualTo(401);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void nothingThatIsSignedCanBeChanged() throws Exception {
    for (Consumer<HttpClientRequest> change :
        java.util.List.<Consumer<HttpClientRequest>>of(
            request -> request.setURI("/echo"),
            request -> request.setMethod(HttpMethod.PUT),
            request -> request.putHeader(Headers.NODE, "iad"),
            request -> request.putHeader(Headers.TIME, Long.toString(cluster.clock.millis() + 1)),
            request -> request.putHeader(Headers.NONCE, nonces.next().text()),
            request -> request.putHeader(Headers.DIGEST, ClusterSecret.digest(new byte[0])),
            request -> request.putHeader(Headers.SIGNATURE, ""))) {
      Letter letter = new Letter();
      letter.change = change;
      assertThat(letter.status()).isEqualTo(401);
    }
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void anotherBodyThanTheSignedIsRefused() throws Exception {
    Letter letter = new Letter();
    letter.sent = "evil".getBytes(StandardCharsets.UTF_8);
    assertThat(letter.status()).isEqualTo(401);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aRequestIsCarriedOutOnce() throws Exception {
    String nonce = nonces.next().text();
    Letter first = new Letter();
    first.nonce = nonce;
    assertThat(first.status()).isEqualTo(200);
    Letter again = new Letter();
    again.nonce = nonce;
    assertThat(again.status()).isEqualTo(401);
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void aRequestIsValidForThirtySecondsEitherWay() throws Exception {
    for (long skew : new long[] {-30_001, 30_001}) {
      Letter letter = new Letter();
      letter.time += skew;
      assertThat(letter.status()).as("%d ms", skew).isEqualTo(401);
    }
    for (long skew : new long[] {-30_000, 30_000}) {
      Letter letter = new Letter();
      letter.time += skew;
      assertThat(letter.status()).as("%d ms", skew).isEqualTo(200);
    }
    assertThat(carriedOut).hasValue(2);
  }

  @Test
  void aRequestForAnotherLocationIsRefused() throws Exception {
    Letter letter = new Letter();
    letter.to = "fra";
    assertThat(letter.status()).isEqualTo(401);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aLocationThatIsNotOfTheClusterIsRefused() throws Exception {
    Letter letter = new Letter();
    letter.from = "xyz";
    assertThat(letter.status()).isEqualTo(401);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aStrangerCannotMakeTheServerTakeInABody() throws Exception {
    Letter letter = new Letter();
    letter.secretOf = "somebody";
    letter.change = request -> request.putHeader("content-length", "9999999999");
    letter.sent = new byte[0];
    assertThat(letter.status()).isEqualTo(401);
  }

  @Test
  void aBodyOverTheBoundIsRefusedAndTheConnectionStaysUsable() throws Exception {
    byte[] tooLarge = new byte[(1 << 20) + 1];
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> cluster.client.call("iad", "count", tooLarge, DEADLINE));
    assertThat(problem.status()).isEqualTo(413);
    byte[] justRight = new byte[1 << 20];
    assertThat(cluster.client.call("iad", "count", justRight, DEADLINE)).hasSize(1 << 20);
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void operationsBeyondTheBoundAreRefusedAndLaterOnesAreNot() throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "hold",
        (from, body) -> {
          running.countDown();
          end.await();
          return body;
        });
    Thread[] holders = new Thread[2];
    for (int i = 0; i < 2; i++) {
      holders[i] =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  cluster.client.call("iad", "hold", BODY, DEADLINE);
                } catch (Unreachable e) {
                  throw new AssertionError(e);
                }
              });
    }
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> cluster.client.call("iad", "count", BODY, DEADLINE));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfterSeconds()).isEqualTo(1);
    end.countDown();
    for (Thread holder : holders) {
      assertThat(holder.join(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(cluster.client.call("iad", "count", BODY, DEADLINE)).isEqualTo(BODY);
  }

  @Test
  void aClientWithTheWrongSecretIsToldWhoDoesNotTrustIt() {
    try (PeerClient wrong = cluster.client("fra", OTHER_SECRET, Wire.DIRECT)) {
      Unreachable e =
          catchThrowableOfType(Unreachable.class, () -> wrong.call("iad", "count", BODY, DEADLINE));
      assertThat(e).hasMessage("count: iad does not trust fra: its log says why");
      assertThat(carriedOut).hasValue(0);
    }
  }

  /** Calls somebody who listens at iad's address and answers what he likes. */
  private Unreachable callImpostor(Consumer<HttpServerResponse> answer) throws Exception {
    HttpServer impostor =
        cluster
            .vertx
            .createHttpServer()
            .requestHandler(
                request -> request.body().onSuccess(body -> answer.accept(request.response())));
    impostor.listen(0, "127.0.0.1").await(5, TimeUnit.SECONDS);
    cluster.addresses.put(
        "iad", SocketAddress.inetSocketAddress(impostor.actualPort(), "127.0.0.1"));
    return catchThrowableOfType(
        Unreachable.class, () -> cluster.client.call("iad", "count", BODY, DEADLINE));
  }

  @Test
  void anAnswerThatIsNotSignedIsNoAnswer() throws Exception {
    Unreachable e = callImpostor(response -> response.end("forged"));
    assertThat(e.sent()).isTrue();
    assertThat(e).hasMessage("count: the answer from iad is not signed by it");
  }

  @Test
  void anAnswerToAnotherRequestIsNoAnswer() throws Exception {
    HttpClientResponse recorded = new Letter().send();
    String digest = recorded.getHeader(Headers.DIGEST);
    String signature = recorded.getHeader(Headers.SIGNATURE);
    Unreachable e =
        callImpostor(response ->
            response
                .putHeader(Headers.DIGEST, digest)
                .putHeader(Headers.SIGNATURE, signature)
                .end(Buffer.buffer(BODY)));
    assertThat(e).hasMessage("count: the answer from iad is not signed by it");
  }

  @Test
  void theSecretNeedsThirtyTwoBytesAndIsNotShown() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> ClusterSecret.of(new byte[31])))
        .hasMessage("the cluster secret has 31 bytes, it needs at least 32");
    assertThat(ClusterSecret.of(TestCluster.SECRET)).hasToString("ClusterSecret");
  }
}

package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three locations that share a limit over TCP. */
class GlobalLimitsSocketTest {
  private static final long KEY = 7;
  private static final int PERMITS = 100;
  private static final LimitSpec SPEC =
      LimitSpec.sliding("global", PERMITS, Duration.ofHours(1)).everywhere();

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() throws IOException {
    for (String name : List.of("iad", "fra", "nrt")) {
      places.put(name, new Place(name));
    }
    for (Place place : places.values()) {
      // Ends with an error when the port is closed.
      var _ = executor.submit(place::serve);
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Place place : places.values()) {
      place.close();
    }
    executor.close();
  }

  @Test
  void exceedsALimitByWhatArrivesWithinOneRoundUnderEvenLoad() {
    assertThat(admitted(Map.of("iad", 30, "fra", 30, "nrt", 30))).isBetween(PERMITS, PERMITS + 60);
  }

  @Test
  void exceedsALimitByWhatArrivesWithinOneRoundUnderSkewedLoad() {
    assertThat(admitted(Map.of("iad", 80, "fra", 3, "nrt", 1))).isBetween(PERMITS, PERMITS + 4);
  }

  @Test
  void exchangesByItself() {
    places.values().forEach(place -> place.limits.start());
    Place busy = place("fra");
    while (busy.limiter.take(KEY).allowed()) {
      assertThat(busy.limiter.counts().allowed()).isLessThanOrEqualTo(PERMITS);
    }
    await().until(() -> !place("iad").limiter.take(KEY).allowed());
    await().until(() -> !place("nrt").limiter.take(KEY).allowed());
  }

  /** Rounds of so many requests at each location, until nothing is admitted any more. */
  private int admitted(Map<String, Integer> requests) {
    int before = -1;
    int admitted = 0;
    while (admitted > before) {
      before = admitted;
      requests.forEach((name, times) -> {
        for (int i = 0; i < times; i++) {
          place(name).limiter.take(KEY);
        }
      });
      places.values().forEach(place -> place.limits.exchange());
      places.values().forEach(Place::awaitAnswers);
      admitted = places.values().stream().mapToInt(p -> (int) p.limiter.counts().allowed()).sum();
    }
    return admitted;
  }

  private Place place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  /** A location behind a port: a connection has a name, a message and its answer. */
  private final class Place {
    final RateLimiter limiter = new RateLimiter(SPEC);
    final GlobalLimits limits;
    private final String name;
    private final ServerSocket server;
    private final List<CompletableFuture<byte[]>> calls = new ArrayList<>();

    Place(String name) throws IOException {
      this.name = name;
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      List<String> others = new ArrayList<>(List.of("iad", "fra", "nrt"));
      others.remove(name);
      limits = new GlobalLimits(List.of(limiter), others, this::send, System::nanoTime);
    }

    Void serve() throws IOException {
      while (!server.isClosed()) {
        try (Socket socket = server.accept();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
          byte[] answer = limits.receive(in.readUTF(), in.readNBytes(in.readInt()));
          out.writeInt(answer.length);
          out.write(answer);
        }
      }
      return null;
    }

    void awaitAnswers() {
      calls.forEach(CompletableFuture::join);
      calls.clear();
    }

    void close() throws IOException {
      limits.close();
      server.close();
    }

    private CompletionStage<byte[]> send(String to, byte[] message) {
      CompletableFuture<byte[]> call =
          CompletableFuture.supplyAsync(() -> call(place(to), message), executor);
      calls.add(call);
      return call;
    }

    private byte[] call(Place to, byte[] message) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.server.getLocalPort());
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          DataInputStream in = new DataInputStream(socket.getInputStream())) {
        out.writeUTF(name);
        out.writeInt(message.length);
        out.write(message);
        return in.readNBytes(in.readInt());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

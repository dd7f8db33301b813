package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.testing.Answer;
import dev.verge.testing.Visitor;
import dev.verge.testing.WorldProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole world is killed at random moments under write load and started again: what was
 * acknowledged is there, at every location. {@code -Dverge.kills=30} for more rounds than the suite
 * has time for; {@code -Dverge.seed=N} to repeat one.
 */
final class KillTest {
  private static final int KILLS = Integer.getInteger("verge.kills", 2);
  private static final long SEED = Long.getLong("verge.seed", System.nanoTime());
  private static final String PASSWORD = "correct horse battery";
  private static final List<String> LOCATIONS = List.of("iad", "fra", "nrt");
  private static final int WRITERS = 6;

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  /** The newest acknowledged name of each writer's user, and its acknowledged orders. */
  private final Map<Integer, Integer> names = new ConcurrentHashMap<>();

  private final Map<String, Integer> orders = new ConcurrentHashMap<>();
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void whatWasAcknowledgedSurvivesKillsUnderLoad() throws Exception {
    System.out.println("KillTest: -Dverge.seed=" + SEED + " -Dverge.kills=" + KILLS);
    try (WorldProcess world = WorldProcess.start(Path.of("target/classes"), folder)) {
      eachWriter(me -> register(world, me));
      for (int round = 1; round <= KILLS; round++) {
        loadAndKill(world);
        world.restart();
        check(world, "seed " + SEED + ", kill " + round);
      }
      assertThat(names).isNotEmpty();
      assertThat(orders).isNotEmpty();
    }
  }

  private void loadAndKill(WorldProcess world) throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    int before = attempts.get();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int me = writer;
        var _ = writers.submit(() -> write(world, me, running));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() > before + 3 * WRITERS);
      // The moment of the kill is the random input of this test, not a wait for something.
      assertThat(new CountDownLatch(1).await(random.nextInt(1_500), TimeUnit.MILLISECONDS))
          .isFalse();
      world.kill();
      running.set(false);
    }
  }

  private void write(WorldProcess world, int me, AtomicBoolean running) {
    try (Visitor visitor = world.at(LOCATIONS.get(me % LOCATIONS.size()))) {
      signIn(visitor, me);
      while (running.get()) {
        int n = attempts.incrementAndGet();
        Answer put = visitor.put("/api/profile", Map.of("name", "n" + n, "region", "EU"));
        if (put.status() == 200) {
          names.merge(me, n, Math::max);
        }
        String key = me + "-" + n;
        Answer order = order(visitor, key, me);
        if (order.status() == 201) {
          orders.put(key, order.integer("id"));
        }
      }
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessageContaining("was not answered");
    }
  }

  private void check(WorldProcess world, String when) throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(IllegalStateException.class) // PostgreSQL may still be starting
        .untilAsserted(() -> assertThat(outboxIsEmpty(world)).as(when).isTrue());
    eachWriter(me -> check(world, me, when));
    equalEverywhere(world, "catalog", "SELECT count(*), sum(stock * id) FROM products", when);
    equalEverywhere(world, "profiles", "SELECT id, name FROM users ORDER BY id", when);
  }

  private void check(WorldProcess world, int me, String when) {
    try (Visitor visitor = world.at(LOCATIONS.get((me + 1) % LOCATIONS.size()))) {
      signIn(visitor, me);
      if (names.containsKey(me)) {
        String name = visitor.get("/api/profile").text("name");
        assertThat(Integer.parseInt(name.substring(1)))
            .as(when)
            .isGreaterThanOrEqualTo(names.get(me));
      }
      orders.forEach((key, id) -> {
        if (key.startsWith(me + "-")) {
          assertThat(order(visitor, key, me).json()).as(when).containsEntry("id", id);
        }
      });
    }
  }

  /** Does something for each writer, all at once; fails as the first of them that fails. */
  private static void eachWriter(IntConsumer action) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int me = writer;
        all.add(threads.submit(() -> action.accept(me)));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
  }

  /** Whether the catalog at the origin shows the stock that PostgreSQL holds after the orders. */
  private static boolean outboxIsEmpty(WorldProcess world) {
    String sql = "SELECT sum(%s) AS n FROM %s WHERE %s BETWEEN 200 AND 220";
    String held = world.rows("orders", sql.formatted("available", "stock", "product_id"), "iad");
    return world.rows("catalog", sql.formatted("stock", "products", "id"), "iad").equals(held);
  }

  private static void equalEverywhere(WorldProcess world, String dataset, String sql, String when) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          String origin = world.rows(dataset, sql, "iad");
          assertThat(world.rows(dataset, sql, "fra")).as(when).isEqualTo(origin);
          assertThat(world.rows(dataset, sql, "nrt")).as(when).isEqualTo(origin);
        });
  }

  private static Answer order(Visitor visitor, String key, int writer) {
    return visitor
        .with("Idempotency-Key", key)
        .post(
            "/api/orders",
            Map.of("items", List.of(Map.of("productId", 200 + writer, "quantity", 1))));
  }

  private static void register(WorldProcess world, int me) {
    Map<String, String> user = Map.of("email", email(me), "name", "n0", "password", PASSWORD);
    try (Visitor visitor = world.at("iad")) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> List.of(201, 409).contains(visitor.post("/api/users", user).status()));
    }
  }

  private static void signIn(Visitor visitor, int me) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            visitor.post("/api/session", Map.of("email", email(me), "password", PASSWORD)).status()
                == 201);
  }

  private static String email(int me) {
    return "writer" + me + "@example.com";
  }
}

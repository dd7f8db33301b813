package dev.verge.shield.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Locations that share one limit, over links with delay, loss, repetition and cuts, on a clock of
 * its own: one step is a millisecond. Everything happens in one thread and, for a seed, always
 * alike.
 */
final class LimitWorld {
  static final long INTERVAL = GlobalLimits.INTERVAL.toMillis();
  private static final long DEADLINE = 1_000;

  final TestClock clock = new TestClock();
  final Random random;
  final Map<String, Place> places = new LinkedHashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final int[][] delays;
  private long order;
  private long now;

  /** How many messages in a row a link may lose; it loses every second one then. */
  int losses;

  /** The most by which a message is late; later ones overtake it. */
  int jitter;

  /** Whether messages come twice, half of them. */
  boolean repeats;

  /** Locations that no other reaches, with a name of the part of the world that they form. */
  Map<String, String> apart = Map.of();

  /** One location. */
  final class Place {
    final String name;
    final int index;
    final RateLimiter limiter;
    final List<Long> arrivals = new ArrayList<>();
    final List<Long> admissions = new ArrayList<>();
    private final Map<String, Integer> lostInARow = new LinkedHashMap<>();
    GlobalLimits limits;

    private Place(String name, int index, LimitSpec spec, List<String> all) {
      this.name = name;
      this.index = index;
      limiter = new RateLimiter(spec, clock);
      limits = share(all);
    }

    private GlobalLimits share(List<String> all) {
      List<String> others = all.stream().filter(other -> !other.equals(name)).toList();
      return new GlobalLimits(List.of(limiter), others, this::send, clock);
    }

    boolean request(long key) {
      arrivals.add(now);
      boolean allowed = limiter.take(key).allowed();
      if (allowed) {
        admissions.add(now);
      }
      return allowed;
    }

    private CompletionStage<byte[]> send(String to, byte[] message) {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      at(now + DEADLINE, () -> answer.completeExceptionally(new TimeoutException("no answer")));
      if (!loses(to)) {
        deliver(place(to), message, answer);
        if (repeats && random.nextBoolean()) {
          deliver(place(to), message, answer);
        }
      }
      return answer;
    }

    private void deliver(Place to, byte[] message, CompletableFuture<byte[]> answer) {
      at(
          now + delay(this, to) + late(),
          () -> {
            if (joined(this, to)) {
              byte[] received = to.limits.receive(name, message);
              boolean lost = losses > 0 && random.nextBoolean();
              if (!lost) {
                at(now + delay(this, to) + late(), () -> answer.complete(received));
              }
            }
          });
    }

    private boolean loses(String to) {
      int lost = lostInARow.getOrDefault(to, 0);
      boolean loses = lost < losses && random.nextBoolean();
      lostInARow.put(to, loses ? lost + 1 : 0);
      return loses || !joined(this, place(to));
    }
  }

  private record Event(long at, long order, Runnable action) {}

  /**
   * @param delays milliseconds from each location to each other, as many as there are locations
   */
  LimitWorld(LimitSpec spec, long seed, int[][] delays) {
    this.random = new Random(seed);
    this.delays = delays;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < delays.length; i++) {
      names.add("l" + i);
    }
    for (String name : names) {
      Place place = new Place(name, places.size(), spec, names);
      places.put(name, place);
      at(random.nextLong(INTERVAL), () -> exchange(place));
    }
  }

  /** Links of 10 to 150 ms between a number of locations. */
  static int[][] links(int locations, long seed) {
    Random random = new Random(seed);
    int[][] delays = new int[locations][locations];
    for (int i = 0; i < locations; i++) {
      for (int j = 0; j < i; j++) {
        delays[i][j] = random.nextInt(10, 151);
        delays[j][i] = delays[i][j];
      }
    }
    return delays;
  }

  Place place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  int delay(Place from, Place to) {
    return delays[from.index][to.index];
  }

  long now() {
    return now;
  }

  /** Lets time pass; in each millisecond what was sent arrives first, then clients ask. */
  void run(Duration time, Runnable clients) {
    long end = now + time.toMillis();
    while (now < end) {
      while (!events.isEmpty() && events.peek().at <= now) {
        events.remove().action.run();
      }
      clients.run();
      now++;
      clock.advance(Duration.ofMillis(1));
    }
  }

  private void exchange(Place place) {
    place.limits.exchange();
    at(now + INTERVAL, () -> exchange(place));
  }

  private boolean joined(Place a, Place b) {
    return apart.getOrDefault(a.name, "").equals(apart.getOrDefault(b.name, ""));
  }

  private int late() {
    return jitter == 0 ? 0 : random.nextInt(jitter);
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }
}

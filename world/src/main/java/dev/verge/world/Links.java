package dev.verge.world;

import dev.verge.Location;
import dev.verge.node.peer.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * The wide-area network of a world: whatever passes between locations passes here.
 *
 * <p>A message arrives one way's delay after it was sent, or never. Every location has a generation
 * that is odd while the location is cut off and grows with each cut and each healing. A message is
 * carried only if both ends are whole when it is sent and both have the same generation when it is
 * due: so whatever was under way when a location was cut is lost, also when it heals before the
 * message was due. In one direction between two locations the delay is constant and the scheduler
 * runs what is due in order, so messages arrive in the order they were sent.
 *
 * <p>Within a location, and between locations with no delay, a message arrives before {@link #send}
 * returns, on the sender's thread; else on the scheduler's thread, so arrivals must not block.
 * Holds what its senders have under way, and every sender is bounded. Thread-safe.
 */
final class Links implements Wire {
  /** Light in fibre takes 1 ms for the round trip of 100 km. */
  private static final double KM_PER_ROUND_TRIP_MS = 100;

  /** How much longer cables are than the great circle, and what routers add. */
  private static final double DETOUR = 1.4;

  private static final double NANOS_PER_MS = 1e6;

  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final long[][] oneWayNanos;
  private final AtomicIntegerArray generations;
  private final Scheduler scheduler;
  private final List<Consumer<String>> observers = new CopyOnWriteArrayList<>();
  private final Object changing = new Object();

  /**
   * @param wan scales every delay; 0: no delay
   */
  Links(List<Location> locations, double wan, Scheduler scheduler) {
    this.scheduler = scheduler;
    this.generations = new AtomicIntegerArray(locations.size());
    this.oneWayNanos = new long[locations.size()][locations.size()];
    for (int i = 0; i < locations.size(); i++) {
      indexes.put(locations.get(i).code(), i);
      for (int j = 0; j < locations.size(); j++) {
        oneWayNanos[i][j] = roundTripNanos(km(locations.get(i), locations.get(j)), wan) / 2;
      }
    }
  }

  /** The round trip over that distance, in nanoseconds: km / 100 × 1.4 × {@code wan} ms. */
  static long roundTripNanos(double km, double wan) {
    return Math.round(km / KM_PER_ROUND_TRIP_MS * DETOUR * wan * NANOS_PER_MS);
  }

  /** The delay from one location to another, in nanoseconds. */
  long oneWayNanos(String from, String to) {
    return oneWayNanos[index(from)][index(to)];
  }

  /** Carries a message: calls {@code arrive} when it gets there, if it does. */
  @Override
  public void deliver(String from, String to, Runnable arrive) {
    send(from, to, arrive, () -> {});
  }

  /**
   * Carries a message, and tells its fate: exactly one of the two is called, unless the world
   * closes before. No real sender can know of a loss: {@code lost} is for freeing what the message
   * held.
   */
  void send(String from, String to, Runnable arrive, Runnable lost) {
    int a = index(from);
    int b = index(to);
    if (a == b) {
      arrive.run();
      return;
    }
    int generationA = generations.get(a);
    int generationB = generations.get(b);
    if (isCut(generationA) || isCut(generationB)) {
      lost.run();
    } else if (oneWayNanos[a][b] == 0) {
      arrive.run();
    } else {
      Runnable due =
          () -> {
            boolean whole = generations.get(a) == generationA && generations.get(b) == generationB;
            (whole ? arrive : lost).run();
          };
      if (!scheduler.after(oneWayNanos[a][b], due)) {
        lost.run();
      }
    }
  }

  /** Cuts a location from all others. Nothing happens if it is cut already. */
  void cut(String location) {
    change(location, true);
  }

  /** Ends the cut of a location. Nothing happens if it is whole. */
  void heal(String location) {
    change(location, false);
  }

  /** Whether a location is cut from the others. */
  boolean isCut(String location) {
    return isCut(generations.get(index(location)));
  }

  /** Whether what is sent now from one to the other would be carried. */
  boolean connected(String one, String other) {
    return one.equals(other) || !(isCut(one) || isCut(other));
  }

  /** Calls with the location after each cut and each healing, in order; must not block. */
  void observe(Consumer<String> observer) {
    observers.add(observer);
  }

  /** Ends {@link #observe}. */
  void forget(Consumer<String> observer) {
    observers.remove(observer);
  }

  private void change(String location, boolean cut) {
    int index = index(location);
    synchronized (changing) {
      if (isCut(generations.get(index)) != cut) {
        generations.incrementAndGet(index);
        observers.forEach(observer -> observer.accept(location));
      }
    }
  }

  private int index(String location) {
    Integer index = indexes.get(location);
    if (index == null) {
      throw new IllegalArgumentException(
          "no location '" + location + "', there are " + String.join(", ", indexes.keySet()));
    }
    return index;
  }

  private static double km(Location a, Location b) {
    return Airports.km(a.latitude(), a.longitude(), b.latitude(), b.longitude());
  }

  private static boolean isCut(int generation) {
    return (generation & 1) == 1;
  }
}

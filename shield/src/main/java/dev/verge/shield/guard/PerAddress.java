package dev.verge.shield.guard;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each client holds at once, by its address as {@link
 * dev.verge.shield.limit.Keys#address} has it. Remembers only who holds something. Thread-safe.
 */
public final class PerAddress {
  private final int most;
  private final ConcurrentHashMap<String, Integer> held = new ConcurrentHashMap<>();

  /**
   * @param most that one address may hold
   */
  public PerAddress(int most) {
    this.most = most;
  }

  /** Takes one more for the address, unless it holds as many as it may. */
  public boolean enter(String address) {
    boolean[] entered = {false};
    held.compute(
        address,
        (a, count) -> {
          int now = count == null ? 0 : count;
          entered[0] = now < most;
          return entered[0] ? Integer.valueOf(now + 1) : count;
        });
    return entered[0];
  }

  /** Gives one back that {@link #enter} took. */
  public void leave(String address) {
    held.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
  }

  /** Clients that hold something. */
  public int size() {
    return held.size();
  }
}

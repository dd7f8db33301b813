package dev.verge.shield;

import dev.verge.waf.Rules;
import java.util.function.Supplier;

/**
 * The firewall's rules that are in force, shared by all requests of all locations of a process, and
 * swapped as a whole: who asks gets the rules of before or after a reload, never some of both.
 * Whoever works with them asks once and stays with what it got. Thread-safe.
 */
public final class LiveRules implements Supplier<Rules> {
  private final FirewallRules source;
  private volatile Rules inForce;

  /**
   * Loads them, which blocks.
   *
   * @param source says which, now and at each {@link #reload}
   * @throws IllegalArgumentException naming what cannot be loaded, with file and line
   */
  public LiveRules(FirewallRules source) {
    this.source = source;
    this.inForce = source.load();
  }

  @Override
  public Rules get() {
    return inForce;
  }

  /**
   * Reads the files again and puts what they say in force. Blocks while it loads; a second reload
   * waits for the first, so that the last one to read also has the last word.
   *
   * @return the new rules
   * @throws IllegalArgumentException naming what cannot be loaded, with file and line; the rules
   *     stay as they were
   */
  public synchronized Rules reload() {
    Rules loaded = source.load();
    inForce = loaded;
    return loaded;
  }
}

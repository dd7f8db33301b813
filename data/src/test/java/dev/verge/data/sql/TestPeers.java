package dev.verge.data.sql;

import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several locations in one process that call each other directly, until they are cut. Thread-safe.
 */
public final class TestPeers {
  private final Map<String, Map<String, Peers.Operation>> served = new ConcurrentHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> lostAnswers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  /** Serves a location's operations, instead of those it served before. */
  public void serve(String location, Map<String, Peers.Operation> operations) {
    served.put(location, operations);
  }

  /** Serves nothing there any more. */
  public void stop(String location) {
    served.remove(location);
  }

  /** Cuts a location from all others. */
  public void cut(String location) {
    cut.add(location);
  }

  /** Ends the cut. */
  public void heal(String location) {
    cut.remove(location);
  }

  /** Whether a message gets from one location to the other. */
  public boolean connected(String from, String to) {
    return from.equals(to) || (!cut.contains(from) && !cut.contains(to));
  }

  /** The next answers of this operation are lost on their way; it is carried out. */
  public void loseAnswers(String operation, int count) {
    lostAnswers.put(operation, new AtomicInteger(count));
  }

  /** How often an operation was called between different locations. */
  public int calls(String operation) {
    AtomicInteger count = calls.get(operation);
    return count == null ? 0 : count.get();
  }

  /** The peers as one location sees them. */
  public Peers from(String here) {
    return (location, operation, body, deadline) -> call(here, location, operation, body);
  }

  private byte[] call(String from, String to, String operation, byte[] body) throws Unreachable {
    Map<String, Peers.Operation> operations = served.get(to);
    if (!connected(from, to) || operations == null) {
      throw new Unreachable(to, false, to + " is silent");
    }
    calls.computeIfAbsent(operation, o -> new AtomicInteger()).incrementAndGet();
    Peers.Operation serving = operations.get(operation);
    if (serving == null) {
      throw new IllegalArgumentException(to + " does not serve " + operation);
    }
    byte[] answer;
    try {
      answer = serving.serve(from, body);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    AtomicInteger lost = lostAnswers.get(operation);
    if (!connected(from, to) || (lost != null && lost.getAndDecrement() > 0)) {
      throw new Unreachable(to, true, to + " gave no answer");
    }
    return answer;
  }
}

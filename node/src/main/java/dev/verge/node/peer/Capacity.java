package dev.verge.node.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much a server has taken on. Thread-safe. */
final class Capacity {
  private final PeerServer.Limits limits;
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Capacity(PeerServer.Limits limits) {
    this.limits = limits;
  }

  int maxBody() {
    return limits.body();
  }

  /** Takes on an operation with a body of that length, unless that is too much. */
  boolean take(long length) {
    boolean enough = operations.incrementAndGet() <= limits.operations();
    enough &= bytes.addAndGet(length) <= limits.bodies();
    if (!enough) {
      release(length);
    }
    return enough;
  }

  void release(long length) {
    operations.decrementAndGet();
    bytes.addAndGet(-length);
  }
}

package dev.verge.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be closed, last opened first, each within a time: one part that hangs or fails keeps
 * nothing else open. Serves a whole close and the cleaning up after a start that failed half-way.
 */
final class Closing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(World.class);

  private final Duration limit;
  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable resource) {}

  /**
   * @param limit for each part
   */
  Closing(Duration limit) {
    this.limit = limit;
  }

  /** Remembers what has been opened, and returns it. */
  synchronized <T extends AutoCloseable> T add(String name, T resource) {
    parts.push(new Part(name, resource));
    return resource;
  }

  /** Closes everything; does nothing the second time. */
  @Override
  public void close() {
    for (Part part = next(); part != null; part = next()) {
      close(part);
    }
  }

  private synchronized Part next() {
    return parts.poll();
  }

  private void close(Part part) {
    Thread closer = Thread.ofVirtual().name("close-" + part.name()).start(() -> attempt(part));
    try {
      if (!closer.join(limit)) {
        log.warn("{} did not close within {} s and is left", part.name(), limit.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while {} was closing, which is left", part.name());
    }
  }

  private static void attempt(Part part) {
    try {
      part.resource().close();
    } catch (Exception e) {
      log.warn("{} failed to close", part.name(), e);
    }
  }
}

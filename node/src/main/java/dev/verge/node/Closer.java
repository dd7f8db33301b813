package dev.verge.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, in reverse order; a failure does not keep the rest open. */
final class Closer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closer.class);

  private final String owner;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  Closer(String owner) {
    this.owner = owner;
  }

  synchronized <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("{}: closing {} failed", owner, resource.getClass().getSimpleName(), e);
      }
    }
  }
}

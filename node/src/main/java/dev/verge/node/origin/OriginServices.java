package dev.verge.node.origin;

import dev.verge.Data;
import dev.verge.OriginContext;
import dev.verge.Passwords;
import dev.verge.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the origin's components work with. */
final class OriginServices implements OriginContext, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OriginServices.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long QUIET_NANOS = Duration.ofSeconds(15).toNanos();

  private final Data data;
  private final Databases databases;
  private final Passwords passwords = new Argon2Passwords();
  private final List<Thread> tasks = new CopyOnWriteArrayList<>();

  OriginServices(Data data, Databases databases) {
    this.data = data;
    this.databases = databases;
  }

  @Override
  public DataSource postgres(String dataset) {
    return databases.source(dataset);
  }

  @Override
  public Data data() {
    return data;
  }

  @Override
  public Passwords passwords() {
    return passwords;
  }

  @Override
  public void every(Duration pause, Task task) {
    tasks.add(Thread.ofVirtual().name("origin-task").start(() -> repeat(pause, task)));
  }

  @Override
  public void close() {
    tasks.forEach(Thread::interrupt);
    for (Thread task : tasks) {
      try {
        if (!task.join(PATIENCE)) {
          log.warn("a task of an origin component goes on after it was interrupted");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * A failure is told once until the task succeeds again; a database that is starting is no news
   * unless it lasts.
   */
  private static void repeat(Duration pause, Task task) {
    boolean told = false;
    long since = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        task.run();
        told = false;
        since = System.nanoTime();
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        if (!told && !mayPass(e, since) && !Thread.currentThread().isInterrupted()) {
          told = true;
          log.warn("a task of an origin component failed and is tried again: {}", e.toString());
        }
        log.debug("a task of an origin component failed", e);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static boolean mayPass(Throwable e, long wellUntil) {
    return e instanceof Problem problem
        && problem.status() == 503
        && System.nanoTime() - wellUntil < QUIET_NANOS;
  }
}

package dev.verge.node.peer;

import dev.verge.Problem;
import dev.verge.data.Peers.Operation;
import dev.verge.data.Unreachable;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a location serves, to others and to itself. */
record Operations(String location, Map<String, Operation> byName) {
  private static final Logger log = LoggerFactory.getLogger(Operations.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  /**
   * Carries out an operation.
   *
   * @throws Problem what the operation says, or that it failed, without internals: those are logged
   */
  byte[] run(String operation, String from, byte[] body) {
    Operation served = byName.get(operation);
    if (served == null) {
      throw Problem.of(404, "No such operation", location + " does not serve " + operation);
    }
    try {
      return served.serve(from, body);
    } catch (Problem problem) {
      throw problem;
    } catch (Unreachable e) {
      throw Problem.unavailable(e.location() + " is out of reach from " + location, SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable(location + " is stopping", SOON);
    } catch (Throwable e) {
      log.error("{} failed at {} for {}", operation, location, from, e);
      throw Problem.of(500, "Operation failed", operation + " failed at " + location);
    }
  }
}

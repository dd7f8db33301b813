package dev.verge.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logs go to standard error, a line each; from warnings up unless more is asked for. */
final class Logging {
  private static volatile boolean configured;

  private Logging() {}

  /** Call before anything logs. */
  static void configure() {
    System.setProperty("java.util.logging.manager", ToTheEnd.class.getName());
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    level(Level.WARNING);
    configured = true;
  }

  /** Lets informative messages through as well. */
  static void verbose() {
    level(Level.INFO);
  }

  private static void level(Level level) {
    Logger.getLogger("").setLevel(level);
  }

  /**
   * Goes on logging while the process ends. The JDK's own manager stops when a signal arrives, so
   * that nobody would learn what went wrong when a world was closed. Public for the JDK to make it.
   */
  public static final class ToTheEnd extends LogManager {
    @Override
    public void reset() {
      if (!configured) {
        super.reset();
      }
    }
  }
}

package dev.verge.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs go to standard error, a line each; from warnings up unless more is asked for. */
final class Logging {
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  /** Call before anything logs. */
  static void configure() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    ROOT.setLevel(Level.WARNING);
  }

  /** Lets informative messages through as well. */
  static void verbose() {
    ROOT.setLevel(Level.INFO);
  }
}

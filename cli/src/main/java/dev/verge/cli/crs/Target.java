package dev.verge.cli.crs;

import java.io.IOException;

/** What requests of tests are sent to. For one thread. */
interface Target extends AutoCloseable {
  /** Takes a request through the rules. */
  Outcome run(String bytes) throws IOException;

  @Override
  void close() throws IOException;
}

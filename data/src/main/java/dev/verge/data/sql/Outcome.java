package dev.verge.data.sql;

import dev.verge.log.Position;

/** One client transaction that waits to learn whether it is in the log. Called once. */
interface Outcome {
  /** It is in the log and in the primary's view, at or below this position. */
  void committed(Position position);

  /** It is not, and will not be. */
  void failed(RuntimeException why);
}

package dev.verge.data.sql;

import dev.verge.Sql.Result;
import dev.verge.data.Mark;
import dev.verge.log.Position;
import java.util.List;

/** What a committed transaction gave, and where it stands. */
record Written(List<Result> results, Mark mark) {
  static Mark mark(Position position) {
    return new Mark(position.incarnation(), position.epoch(), position.sequence());
  }
}

package dev.verge.data.kv;

import dev.verge.Consistency;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract over SQLite alone, where replication takes no time. */
class PlainKvTest {
  @Nested
  class Eventual extends KvContract {
    @Override
    KvWorld open(Path at, List<KvSpec> specs) {
      return new PlainWorld(at, specs);
    }

    @Override
    Consistency consistency() {
      return Consistency.eventual();
    }
  }

  @Nested
  class StrongPerUser extends HomesContract {
    @Override
    KvWorld open(Path at, List<KvSpec> specs) {
      return new PlainWorld(at, specs);
    }
  }
}

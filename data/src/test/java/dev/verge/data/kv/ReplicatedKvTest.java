package dev.verge.data.kv;

import dev.verge.Consistency;
import dev.verge.Kv;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;

/** The contract over replicated datasets at three locations. */
class ReplicatedKvTest {
  @Nested
  class Eventual extends KvContract {
    @Override
    KvWorld open(Path at, List<KvSpec> specs) {
      return new ReplicatedWorld(at, specs);
    }

    @Override
    Consistency consistency() {
      return Consistency.eventual();
    }
  }

  @Nested
  class ReadYourWrites extends KvContract {
    @Override
    KvWorld open(Path at, List<KvSpec> specs) {
      return new ReplicatedWorld(at, specs);
    }

    @Override
    Consistency consistency() {
      return Consistency.readYourWrites();
    }

    @Override
    String readsAt() {
      return "fra";
    }

    @Override
    Kv anywhere(Random random) {
      return client.at(KvWorld.LOCATIONS.get(random.nextInt(3)));
    }
  }

  @Nested
  class StrongPerUser extends HomesContract {
    @Override
    KvWorld open(Path at, List<KvSpec> specs) {
      return new ReplicatedWorld(at, specs);
    }
  }
}

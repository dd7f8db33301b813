package dev.verge.data.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verge.Consistency;
import dev.verge.Kv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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

    @Test
    void aCompareAndSetWhoseAnswerWasLostIsAnsweredAsItWentTheFirstTime() {
      Kv fra = client.at("fra");
      long first = fra.put("nrt.k", "1");
      ((ReplicatedWorld) world).sql().peers().loseAnswers("sql.write", 1);
      long second = fra.put("nrt.k", new byte[2], Kv.Write.DEFAULT.ifRevision(first));
      assertThat(second).isEqualTo(first + 1);
      assertThat(fra.get("nrt.k").orElseThrow().revision()).isEqualTo(second);
      ((ReplicatedWorld) world).sql().peers().loseAnswers("sql.write", 1);
      assertThat(fra.delete("nrt.k")).isTrue();
      assertThat(fra.get("nrt.k")).isEmpty();
    }

    @Test
    void aListAcrossHomesSaysHowOldItMayBe() {
      startAt("nrt");
      KvWorld.Client outside = world.client("data");
      Kv fra = outside.at("fra");
      await().atMost(Duration.ofSeconds(10)).until(() -> !keys(fra.list("n", null, 9)).isEmpty());
      assertThat(outside.stale()).contains("kv.data@nrt;lag=").doesNotContain("@fra");
    }
  }
}

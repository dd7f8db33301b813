package dev.verge.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Kv;
import dev.verge.shield.identity.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RevocationListTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.500Z");

  private final Entries entries = new Entries();
  private Instant now = START;
  private final RevocationList list =
      new RevocationList(() -> entries, entries.content::size, () -> now);

  @Test
  void aTokenIsRevokedAndNoOther() {
    list.revoke(Token.id("issuer", "1"), START.plusSeconds(60));

    assertThat(list.isRevoked(token("issuer", "1", START.getEpochSecond()))).isTrue();
    assertThat(list.isRevoked(token("issuer", "2", START.getEpochSecond()))).isFalse();
    assertThat(list.isRevoked(token("other", "1", START.getEpochSecond()))).isFalse();
  }

  @Test
  void aRevocationIsKeptAsLongAsAnySkewLetsItsTokenLive() {
    list.revoke("t1", START.plusSeconds(60));
    assertThat(entries.ttl("token:t1")).isEqualTo(Duration.ofSeconds(60).plusMinutes(10));

    list.revoke("t2", START.minus(Duration.ofMinutes(10)));
    assertThat(entries.content).doesNotContainKey("token:t2"); // it has expired by itself
  }

  @Test
  void whatAUserWasGivenUntilNowIsRevokedAndWhatComesLaterIsNot() {
    long second = START.getEpochSecond();
    String before = list.now();
    now = START.plusMillis(1);
    list.revokeAll("u1");
    String after = list.now();

    assertThat(list.isRevoked(token("issuer", "1", second - 1))).isTrue();
    assertThat(list.isRevoked(token("issuer", "1", second))).isTrue();
    assertThat(list.isRevoked(token("issuer", "1", second + 1))).isFalse();
    assertThat(list.isRevoked(token("issuer", "1", null))).isTrue();
    assertThat(list.isRevoked("u1", before)).isTrue();
    assertThat(list.isRevoked("u1", after)).isFalse();
    assertThat(list.isRevoked("u1", (String) null)).isTrue();
    assertThat(list.isRevoked("u2", before)).isFalse();
  }

  @Test
  void aUserMayHaveANameLongerThanAKey() {
    list.revokeAll("u".repeat(5_000));
    assertThat(list.isRevoked("u".repeat(5_000), (String) null)).isTrue();
    assertThat(list.isRevoked("u".repeat(4_999), (String) null)).isFalse();
  }

  @Test
  void aTokenOfASessionIsLeftToItsSession() {
    list.revokeAll("u1");
    assertThat(list.isRevoked(new Token("id", "u1", "nrt.s", 0L, 0, Map.of()))).isFalse();
  }

  private static Token token(String issuer, String jti, @Nullable Long issuedAt) {
    return new Token(Token.id(issuer, jti), "u1", null, issuedAt, 0, Map.of());
  }

  /** Entries in memory, of which only what the list uses is there. */
  private static final class Entries implements Kv {
    final Map<String, Entry> content = new HashMap<>();
    private final Map<String, Write> writes = new HashMap<>();

    @Nullable Duration ttl(String key) {
      return Objects.requireNonNull(writes.get(key)).ttl();
    }

    @Override
    public Optional<Entry> get(String key) {
      return Optional.ofNullable(content.get(key));
    }

    @Override
    public long put(String key, byte[] value, Write write) {
      content.put(key, new Entry(key, value, write.metadata(), 1, null));
      writes.put(key, write);
      return 1;
    }

    @Override
    public boolean delete(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page list(String prefix, @Nullable String cursor, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String newKey() {
      throw new UnsupportedOperationException();
    }
  }
}

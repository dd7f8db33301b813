package dev.verge.node.origin;

import dev.verge.Passwords;
import dev.verge.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage sheet
 * advises, in the PHC string format. As many hashes run at once as there are processors, so that a
 * flood of logins cannot fill the memory; who waits too long gets a 503. Thread-safe.
 */
final class Argon2Passwords implements Passwords {
  private static final Cost COST = new Cost(19_456, 2, 1);
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LONGEST = 1_024;

  /** Shorter than the 5 s that a caller at another location waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore running;
  private final Duration patience;

  Argon2Passwords() {
    this(Runtime.getRuntime().availableProcessors(), PATIENCE);
  }

  Argon2Passwords(int atOnce, Duration patience) {
    this.running = new Semaphore(atOnce);
    this.patience = patience;
  }

  /** What a hash costs; hashes made elsewhere may cost up to 128 MiB and 16 passes. */
  private record Cost(int memoryKib, int passes, int lanes) {
    boolean allowed() {
      return lanes >= 1
          && memoryKib >= 8 * lanes
          && memoryKib <= 1 << 17
          && passes >= 1
          && passes <= 16;
    }
  }

  private record Phc(Cost cost, byte[] salt, byte[] hash) {
    static @Nullable Phc parse(String text) {
      Matcher phc = PHC.matcher(text);
      if (!phc.matches()) {
        return null;
      }
      Cost cost =
          new Cost(
              Integer.parseInt(phc.group(1)),
              Integer.parseInt(phc.group(2)),
              Integer.parseInt(phc.group(3)));
      try {
        Base64.Decoder base64 = Base64.getDecoder();
        return cost.allowed()
            ? new Phc(cost, base64.decode(phc.group(4)), base64.decode(phc.group(5)))
            : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the password is empty or has over 1,024 bytes
   * @throws Problem 503 if too many others are being hashed
   */
  @Override
  public String hash(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST) {
      throw new IllegalArgumentException("a password has 1 to " + LONGEST + " bytes");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2(bytes, salt, COST, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            COST.memoryKib,
            COST.passes,
            COST.lanes,
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /**
   * False also for what is no hash, or no password that could have been hashed.
   *
   * @throws Problem 503 if too many others are being hashed
   */
  @Override
  public boolean verify(String password, String hash) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    Phc phc = Phc.parse(hash);
    if (phc == null || bytes.length == 0 || bytes.length > LONGEST) {
      return false;
    }
    return MessageDigest.isEqual(phc.hash, argon2(bytes, phc.salt, phc.cost, phc.hash.length));
  }

  private byte[] argon2(byte[] password, byte[] salt, Cost cost, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib)
            .withIterations(cost.passes)
            .withParallelism(cost.lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    acquire();
    try {
      generator.generateBytes(password, hash);
    } finally {
      running.release();
    }
    return hash;
  }

  private void acquire() {
    try {
      if (running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.unavailable("too many passwords are being checked", Duration.ofSeconds(1));
  }
}

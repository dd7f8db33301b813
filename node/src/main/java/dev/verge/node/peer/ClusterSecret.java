package dev.verge.node.peer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a cluster know and nobody else: they sign with it what they say to each other
 * (HMAC-SHA256, RFC 2104). Thread-safe.
 */
public final class ClusterSecret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_BYTES = 32;
  private static final int KEPT_MACS = 64;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  /** Keyed, ready for use. Calls run on a virtual thread each, so per thread would be no reuse. */
  private final BlockingQueue<Mac> macs = new ArrayBlockingQueue<>(KEPT_MACS);

  private ClusterSecret(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * From the cluster's secret, which may serve other purposes too.
   *
   * @throws IllegalArgumentException if it has less than 32 bytes
   */
  static ClusterSecret of(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "the cluster secret has " + secret.length + " bytes, it needs at least " + MIN_BYTES);
    }
    return new ClusterSecret(new SecretKeySpec(derive(secret, "verge peers 1"), ALGORITHM));
  }

  /** A secret for one purpose, 32 bytes, from which no other can be told. */
  public static byte[] derive(byte[] secret, String purpose) {
    return mac(new SecretKeySpec(secret, ALGORITHM)).doFinal(bytes(purpose));
  }

  /** The signature of a request, as text for a header. */
  String signRequest(
      String operation, String from, String to, String time, String nonce, String digest) {
    return sign(
        "request\nPOST\n"
            + operation
            + '\n'
            + from
            + '\n'
            + to
            + '\n'
            + time
            + '\n'
            + nonce
            + '\n'
            + digest);
  }

  /** The signature of the answer to the request with that nonce, as text for a header. */
  String signAnswer(String from, String to, String nonce, int status, String digest) {
    return sign("answer\n" + from + '\n' + to + '\n' + nonce + '\n' + status + '\n' + digest);
  }

  /** SHA-256, as text for a header. */
  static String digest(byte[] body) {
    try {
      return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** Whether the texts are equal, in a time that does not tell where they differ. */
  static boolean same(String expected, @Nullable String given) {
    return given != null && MessageDigest.isEqual(bytes(expected), bytes(given));
  }

  /** The text hides the secret. */
  @Override
  public String toString() {
    return "ClusterSecret";
  }

  private String sign(String text) {
    Mac ready = macs.poll();
    Mac mac = ready == null ? mac(key) : ready;
    byte[] signature = mac.doFinal(bytes(text));
    boolean _ = macs.offer(mac); // if enough are kept, this one is left to the collector
    return BASE64.encodeToString(signature);
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

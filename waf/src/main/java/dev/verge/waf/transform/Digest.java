package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests, as raw bytes. */
final class Digest {
  private Digest() {}

  static String md5(String value) {
    return digest("MD5", value);
  }

  static String sha1(String value) {
    return digest("SHA-1", value);
  }

  private static String digest(String algorithm, String value) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(value.getBytes(ISO_8859_1));
      return new String(digest, ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}

package dev.verge.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.Consistency;
import dev.verge.data.kv.KvSpec;
import dev.verge.data.mesh.DataMesh;
import dev.verge.log.FileLog;
import dev.verge.node.identity.RevocationList;
import dev.verge.shield.identity.Issuer;
import dev.verge.shield.identity.JwtKeys;
import dev.verge.shield.identity.JwtSettings;
import dev.verge.shield.identity.Revocations;
import dev.verge.shield.identity.Tokens;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Verifying a token for the first time and again, its claims and the question whether it was
 * revoked included, on one thread. The peer is the JDK's check of the signature alone.
 */
final class JwtBenchmark {
  private static final int TOKENS = 2_000;
  private static final int REPEATS = 200;
  private static final int WARM_UP_ROUNDS = 8;

  private JwtBenchmark() {}

  /** What an issuer signs with: names as of JOSE and as of the JDK, and the JWK. */
  private record Key(String algorithm, String signature, KeyPair pair, String jwk) {}

  static void run() throws Exception {
    Path folder = Files.createTempDirectory("verge-bench");
    try (FileLog log = OneLocation.log(folder);
        DataMesh data = data(folder, log)) {
      data.start();
      data.detached().kv("revocations").put("some", "other");
      Revocations revocations =
          new RevocationList(
              () -> data.detached().kv("revocations"),
              () -> data.position("revocations"),
              InstantSource.system());
      for (Key key : List.of(ed25519(), ec(), rsa())) {
        measure(key, folder, revocations);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void measure(Key key, Path folder, Revocations revocations) throws Exception {
    Path jwks = folder.resolve(key.algorithm() + ".json");
    Files.writeString(jwks, "{\"keys\":[" + key.jwk() + "]}");
    Issuer issuer =
        new Issuer(
            "id", "https://id.example", "shop", jwks.toUri(), Issuer.ALGORITHMS, Issuer.SKEW);
    JwtSettings settings = new JwtSettings(null, List.of(issuer));
    List<String> signed = tokens(key);
    try (JwtKeys keys = JwtKeys.open(JwtKeys.createSigningKey(), settings, folder)) {
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        timed(signed, new Tokens(keys, InstantSource.system(), revocations)::verify);
      }
      Tokens tokens = new Tokens(keys, InstantSource.system(), revocations);
      Histogram jdk = timed(signed, token -> checkWithJdk(key, token));
      Histogram first = timed(signed, tokens::verify);
      double again = repeated(tokens, signed.getLast());
      System.out.printf(
          "%s: first p50 %.0f us, p99 %.0f us (goal 150); again %.2f us (goal 2);"
              + " JDK, signature alone: p50 %.0f us%n",
          key.algorithm(),
          first.getValueAtPercentile(50) / 1e3,
          first.getValueAtPercentile(99) / 1e3,
          again,
          jdk.getValueAtPercentile(50) / 1e3);
    }
  }

  /** One thing done with a token. */
  private interface Use {
    void of(String token) throws GeneralSecurityException;
  }

  private static Histogram timed(List<String> tokens, Use use) throws GeneralSecurityException {
    Histogram nanos = new Histogram(3);
    for (String token : tokens) {
      long start = System.nanoTime();
      use.of(token);
      nanos.recordValue(System.nanoTime() - start);
    }
    return nanos;
  }

  /** Microseconds on average; the string is a new one each time, as in a request. */
  private static double repeated(Tokens tokens, String token) {
    byte[] bytes = token.getBytes(US_ASCII);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < REPEATS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        tokens.verify(new String(bytes, US_ASCII));
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }

  private static List<String> tokens(Key key) throws GeneralSecurityException {
    String[] tokens = new String[TOKENS];
    long now = Instant.now().getEpochSecond();
    for (int i = 0; i < TOKENS; i++) {
      String header = "{\"alg\":\"" + key.algorithm() + "\",\"kid\":\"k1\",\"typ\":\"JWT\"}";
      String claims =
          """
          {"iss":"https://id.example","aud":["shop"],"sub":"user-%1$d","jti":"token-%1$d",\
          "iat":%2$d,"exp":%3$d,"scope":"orders:read orders:write","roles":["customer"],\
          "email":"user-%1$d@mail.example"}\
          """
              .formatted(i, now, now + 3_600);
      String input = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
      Signature signer = Signature.getInstance(key.signature());
      signer.initSign(key.pair().getPrivate());
      signer.update(input.getBytes(US_ASCII));
      tokens[i] = input + "." + base64(signer.sign());
    }
    return List.of(tokens);
  }

  private static void checkWithJdk(Key key, String token) throws GeneralSecurityException {
    int end = token.lastIndexOf('.');
    Signature verifier = Signature.getInstance(key.signature());
    verifier.initVerify(key.pair().getPublic());
    verifier.update(token.substring(0, end).getBytes(US_ASCII));
    if (!verifier.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)))) {
      throw new IllegalStateException("the peer refuses " + key.algorithm());
    }
  }

  private static DataMesh data(Path folder, FileLog log) {
    KvSpec revocations = new KvSpec("revocations", Consistency.eventual(), null);
    return DataMesh.open(
        OneLocation.config(folder, log),
        List.of(OneLocation.CODE),
        OneLocation.CODE,
        List.of(),
        List.of(revocations));
  }

  private static Key ed25519() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    return key("EdDSA", "Ed25519", pair, "OKP", "\"crv\":\"Ed25519\",\"x\":\"" + x + "\"");
  }

  private static Key ec() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    var point = ((ECPublicKey) pair.getPublic()).getW();
    String place =
        "\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
            .formatted(number(point.getAffineX(), 32), number(point.getAffineY(), 32));
    return key("ES256", "SHA256withECDSAinP1363Format", pair, "EC", place);
  }

  private static Key rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair pair = generator.generateKeyPair();
    var rsa = (RSAPublicKey) pair.getPublic();
    String numbers =
        "\"n\":\"%s\",\"e\":\"%s\""
            .formatted(number(rsa.getModulus(), 256), number(rsa.getPublicExponent(), 3));
    return key("RS256", "SHA256withRSA", pair, "RSA", numbers);
  }

  private static Key key(String algorithm, String signature, KeyPair pair, String type, String of) {
    return new Key(
        algorithm, signature, pair, "{\"kid\":\"k1\",\"kty\":\"" + type + "\"," + of + "}");
  }

  /** A number's last bytes, big-endian, filled up with zeros. */
  private static String number(BigInteger number, int bytes) {
    byte[] all = number.toByteArray();
    byte[] last = new byte[bytes];
    int length = Math.min(all.length, bytes);
    System.arraycopy(all, all.length - length, last, bytes - length, length);
    return base64(last);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

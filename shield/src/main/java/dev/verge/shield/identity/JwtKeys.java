package dev.verge.shield.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.verge.shield.identity.KeySource.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a location: one Ed25519 key that signs the tokens of sessions, and those that verify
 * tokens, its own and others'. Keys of a configured issuer verify its tokens and no others, and no
 * other keys verify those. Thread-safe.
 *
 * <p>Files are looked at every ten seconds. Addresses are asked every ten minutes, or as often as
 * their {@code Cache-Control} says, at least every hour and at most every minute; what they
 * answered last is kept on disk.
 */
public final class JwtKeys implements AutoCloseable {
  private static final Set<String> LOCAL = Set.of("EdDSA", "ES256", "RS256", "HS256");
  private static final Interval FILE = Interval.of(Duration.ofSeconds(10));
  private static final Interval ADDRESS =
      new Interval(Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofHours(1));
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(JwtKeys.class);

  private final OctetKeyPair signing;
  private final Realm local;
  private final Map<String, Realm> realms = new HashMap<>();
  private final List<KeySource> sources = new ArrayList<>();
  private final List<HttpKeys> addresses = new ArrayList<>();
  private final ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();
  private final Path kept;
  private final Duration patience;
  private @Nullable ScheduledExecutorService ticker;

  /**
   * Reads the keys that are on this machine.
   *
   * @param signingJwk from {@link #createSigningKey}
   * @param kept the folder for what issuers' addresses answered; made when there is need
   * @throws IllegalArgumentException naming the file and the key that cannot be used, and why
   */
  public static JwtKeys open(String signingJwk, JwtSettings settings, Path kept) {
    return open(signingJwk, settings, kept, PATIENCE);
  }

  /** The same with another time to wait for an unknown key. */
  static JwtKeys open(String signingJwk, JwtSettings settings, Path kept, Duration patience) {
    return new JwtKeys(signingJwk, settings, kept, patience);
  }

  private JwtKeys(String signingJwk, JwtSettings settings, Path kept, Duration patience) {
    this.kept = kept;
    this.patience = patience;
    this.signing = parse(signingJwk);
    KeySet own = KeySet.EMPTY.with(KeySet.keyId(signing), Key.of(signing, algorithms(LOCAL)));
    Keys keys = settings.keys() == null ? own : file(settings.keys(), LOCAL, this::withOwn);
    this.local = new Realm(keys, null, Issuer.SKEW);
    for (Issuer issuer : settings.issuers()) {
      Keys theirs =
          issuer.isRemote()
              ? address(issuer)
              : file(Path.of(issuer.jwks()), issuer.algorithms(), set -> set);
      realms.put(issuer.issuer(), new Realm(theirs, issuer.audience(), issuer.skew()));
    }
  }

  /** A new signing key, as a JWK with its private part: keep it secret. */
  public static String createSigningKey() {
    var secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    return new OctetKeyPair.Builder(
            Curve.Ed25519, Base64URL.encode(secret.generatePublicKey().getEncoded()))
        .d(Base64URL.encode(secret.getEncoded()))
        .algorithm(JWSAlgorithm.EdDSA)
        .keyID(Base64URL.encode(new SecureRandom().generateSeed(9)).toString())
        .build()
        .toJSONString();
  }

  /** Begins to keep the keys fresh; does not wait for any issuer. */
  public synchronized void start() {
    if (ticker == null && !sources.isEmpty()) {
      ticker =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofVirtual().name("verge-jwt-keys").factory());
      Runnable tick = () -> sources.forEach(KeySource::tick);
      tick.run(); // so that the first request finds the first fetch under way
      var _ = ticker.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** How to verify tokens that name this issuer, or none. */
  Realm realm(@Nullable String issuer) {
    return realms.getOrDefault(issuer, local);
  }

  /** Whether tokens of this realm that name this key are signed here. */
  boolean isOwn(Realm realm, String keyId) {
    return realm.equals(local) && signing.getKeyID().equals(keyId);
  }

  OctetKeyPair signing() {
    return signing;
  }

  private KeySet withOwn(KeySet others) {
    return others.with(KeySet.keyId(signing), Key.of(signing, algorithms(LOCAL)));
  }

  private KeySource file(Path file, Set<String> allowed, Function<KeySet, KeySet> complete) {
    Function<String, KeySet> parse =
        text -> complete.apply(KeySet.strict(text, algorithms(allowed)));
    KeySource source = source("the key set " + file, new FileKeys(file), parse, KeySet.EMPTY, FILE);
    try {
      source.read();
      return source;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private KeySource address(Issuer issuer) {
    HttpKeys fetch = new HttpKeys(issuer.jwks());
    addresses.add(fetch);
    KeptSet copy = new KeptSet(kept, issuer);
    String name = "the key set of the issuer '" + issuer.name() + "'";
    Set<JWSAlgorithm> allowed = algorithms(issuer.algorithms());
    Function<String, KeySet> parse =
        text -> KeySet.lenient(text, allowed, why -> log.info("{}, left out: {}", name, why));
    Function<String, KeySet> parseAndKeep =
        text -> {
          KeySet set = parse.apply(text);
          copy.write(text);
          return set;
        };
    return source(name, fetch, parseAndKeep, last(copy.read(), name, parse), ADDRESS);
  }

  private static KeySet last(@Nullable String copy, String name, Function<String, KeySet> parse) {
    try {
      return copy == null ? KeySet.EMPTY : parse.apply(copy);
    } catch (IllegalArgumentException e) {
      log.warn("{}: the copy on disk cannot be used, waiting for the issuer", name, e);
      return KeySet.EMPTY;
    }
  }

  private KeySource source(
      String name,
      KeyFetch fetch,
      Function<String, KeySet> parse,
      KeySet first,
      Interval interval) {
    KeySource source =
        new KeySource(name, fetch, parse, first, interval, patience, fetches, System::nanoTime);
    sources.add(source);
    return source;
  }

  private static Set<JWSAlgorithm> algorithms(Set<String> names) {
    return names.stream().map(JWSAlgorithm::new).collect(Collectors.toUnmodifiableSet());
  }

  private static OctetKeyPair parse(String signingJwk) {
    try {
      return OctetKeyPair.parse(signingJwk);
    } catch (ParseException e) {
      throw new IllegalArgumentException("the signing key is no JWK (RFC 7517)", e);
    }
  }

  /** Ends fetching; what is known stays usable. */
  @Override
  public synchronized void close() {
    sources.forEach(KeySource::close);
    if (ticker != null) {
      ticker.shutdownNow();
    }
    fetches.shutdownNow();
    addresses.forEach(HttpKeys::close);
  }
}

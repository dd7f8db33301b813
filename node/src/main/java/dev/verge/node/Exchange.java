package dev.verge.node;

import dev.verge.Cache;
import dev.verge.Data;
import dev.verge.Headers;
import dev.verge.Identity;
import dev.verge.Kv;
import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.Request;
import dev.verge.Response;
import dev.verge.Sessions;
import dev.verge.data.mesh.DataMesh;
import dev.verge.node.identity.Caller;
import dev.verge.shield.Firewall;
import dev.verge.shield.guard.Concurrency;
import dev.verge.shield.limit.Decision;
import dev.verge.web.Bindings;
import dev.verge.web.Match;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the pipeline, and what the location binds to it. Made on the event
 * loop, handed over once to a virtual thread.
 */
final class Exchange implements Bindings, Cache {
  final HttpServerRequest http;
  final Client client;
  final String network;
  final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
  final Timings timings = new Timings(System.nanoTime());
  final Guard.Places places = new Guard.Places();

  private final Services services;
  private byte[] body = NO_BODY;
  private @Nullable Request request;
  private @Nullable Match match;
  private final List<Decision> decisions = new ArrayList<>(0);
  private @Nullable Caller caller;
  private @Nullable FirewallPass waf;
  private DataMesh.@Nullable Scope data;
  private @Nullable String requestId;
  private @Nullable Boolean cacheHit;
  private boolean staleCookie;
  private final List<Runnable> afterResponse = new ArrayList<>(0);
  private boolean responded;

  private static final byte[] NO_BODY = {};

  Exchange(HttpServerRequest http, Client client, Services services) {
    this.http = http;
    this.client = client;
    this.network = client.network();
    this.services = services;
  }

  void body(byte[] bytes) {
    this.body = bytes;
  }

  byte[] body() {
    return body;
  }

  /** The request for the application; its headers are copied when first asked for. */
  Request request() {
    if (request == null) {
      request =
          new EdgeRequest(
              http.method().name(),
              Objects.requireNonNullElse(http.path(), ""),
              http.query(),
              EdgeRequest.headers(http.headers(), services.headerBytes()),
              body,
              client.address());
    }
    return request;
  }

  /** What will answer the request. */
  Match match() {
    if (match == null) {
      long start = System.nanoTime();
      String path = Objects.requireNonNullElse(http.path(), "");
      match = services.application().match(http.method().name(), path);
      timings.add("route", System.nanoTime() - start);
    }
    return match;
  }

  /** What a rate limit said. */
  void decided(Decision decision) {
    decisions.add(decision);
  }

  List<Decision> decisions() {
    return decisions;
  }

  /** Step 2: what rules refuse is answered here; null: go on. */
  @Nullable Response inspect(Firewall firewall) {
    waf = new FirewallPass(this, firewall);
    return waf.request();
  }

  /** Whether rules have looked at the request, so that they are to look at its response. */
  boolean isInspected() {
    return waf != null;
  }

  /** Does something on the connection's event loop: now, if this is it. */
  void onEventLoop(Runnable action) {
    if (context.equals(Vertx.currentContext())) {
      action.run();
    } else {
      long asked = System.nanoTime();
      context.runOnContext(v -> {
        places.takenUp(Concurrency.Queue.ANSWER, asked);
        action.run();
      });
    }
  }

  /** What becomes of a response at the firewall, if there is one. */
  Response inspected(Response response) {
    return waf == null ? response : waf.response(response, services.application().json());
  }

  /** Step 3: a token is verified now, a session is looked for when somebody asks. */
  void identify() {
    String sessionsDataset = services.application().sessions();
    Supplier<Kv> sessions = sessionsDataset == null ? null : () -> scope().kv(sessionsDataset);
    caller = Caller.of(request().headers(), services.tokens(), sessions, services.revocations());
  }

  /** This request's reads and writes; what it saw and wrote is told in the response. */
  DataMesh.Scope scope() {
    if (data == null) {
      BooleanSupplier identified = () -> caller().claims() && identity().isPresent();
      Headers headers = request().headers();
      String cookie = BookmarkCookie.of(headers);
      try {
        data = services.data().scope(headers.first(BookmarkCookie.HEADER), cookie, identified);
      } catch (Problem bad) {
        staleCookie = cookie != null;
        throw bad;
      }
    }
    return data;
  }

  DataMesh.@Nullable Scope scopeIfUsed() {
    return data;
  }

  /** Whether the bookmark that a browser keeps may be bad, so that it should forget it. */
  boolean hasStaleCookie() {
    return staleCookie;
  }

  /** {@code HIT} or {@code MISS} if a cache was asked, else null. */
  @Nullable String cacheOutcome() {
    return cacheHit == null ? null : cacheHit ? "HIT" : "MISS";
  }

  /** What is to run once the response was sent. */
  void runAfterResponse() {
    List<Runnable> tasks;
    synchronized (afterResponse) {
      responded = true;
      tasks = List.copyOf(afterResponse);
    }
    tasks.forEach(task -> services.background().run(requestId(), task));
  }

  @Override
  public Location location() {
    return services.location();
  }

  @Override
  public String country() {
    return client.country();
  }

  @Override
  public String requestId() {
    if (requestId == null) {
      requestId = services.requestIds().next();
    }
    return requestId;
  }

  @Override
  public Optional<Identity> identity() {
    return caller().identity();
  }

  @Override
  public Sessions sessions() {
    return caller();
  }

  @Override
  public Data data() {
    return scope();
  }

  @Override
  public Cache cache() {
    return this;
  }

  @Override
  public <T> T origin(Class<T> component) {
    return services.origin().proxy(component, nanos -> timing("origin", nanos));
  }

  @Override
  public void waitUntil(Runnable task) {
    synchronized (afterResponse) {
      if (!responded) {
        afterResponse.add(task);
        return;
      }
    }
    services.background().run(requestId(), task); // from a task that was left for later itself
  }

  @Override
  public void timing(String metric, long nanos) {
    timings.add(metric, nanos);
  }

  @Override
  public <T> T aside(String key, Duration ttl, Supplier<T> load) {
    Object held = fromMemory(key);
    return held != null ? cast(held) : services.cache().load(key, ttl, load, this::isFresh);
  }

  @Override
  public <T> T aside(String key, Duration ttl, String kvDataset, Class<T> type, Supplier<T> load) {
    Object held = fromMemory(key);
    if (held != null) {
      return type.cast(held);
    }
    var tier =
        new CacheAside.SecondTier() {
          @Override
          public Kv kv() {
            return services.data().detached().kv(kvDataset);
          }

          @Override
          public void afterResponse(Runnable task) {
            waitUntil(task);
          }

          @Override
          public boolean isFresh() {
            return Exchange.this.isFresh();
          }
        };
    return services
        .cache()
        .load(
            key, ttl, () -> services.cache().secondTier(key, ttl, type, tier, load), this::isFresh);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a key is used for one type
  private static <T> T cast(Object held) {
    return (T) held;
  }

  private @Nullable Object fromMemory(String key) {
    long start = System.nanoTime();
    Object held = services.cache().ifPresent(key);
    timings.add("cache", System.nanoTime() - start);
    cacheHit = held != null && !Boolean.FALSE.equals(cacheHit);
    return held;
  }

  private boolean isFresh() {
    return data == null || data.stale() == null;
  }

  private Caller caller() {
    return Objects.requireNonNull(caller, "identity was asked for before its stage");
  }
}

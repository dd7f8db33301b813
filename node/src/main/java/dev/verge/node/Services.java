package dev.verge.node;

import dev.verge.Location;
import dev.verge.data.mesh.DataMesh;
import dev.verge.node.identity.RevocationList;
import dev.verge.node.origin.Origin;
import dev.verge.shield.Firewall;
import dev.verge.shield.identity.Tokens;
import dev.verge.web.Application;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a location's requests share.
 *
 * @param firewall null: there is none
 * @param revocations null: the application keeps none
 * @param headerBytes that a header block may have
 */
record Services(
    Location location,
    Application application,
    DataMesh data,
    Origin origin,
    @Nullable Firewall firewall,
    Tokens tokens,
    @Nullable RevocationList revocations,
    CacheAside cache,
    Background background,
    RequestIds requestIds,
    int headerBytes) {

  /** Ids that tell the location and do not repeat: code, start time, count. Thread-safe. */
  static final class RequestIds {
    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    RequestIds(String location, long startMillis) {
      this.prefix = location + "-" + Long.toString(startMillis, 36) + "-";
    }

    String next() {
      return prefix + Long.toString(next.incrementAndGet(), 36);
    }
  }
}

package dev.verge.node;

import dev.verge.Location;
import dev.verge.node.config.Settings;
import dev.verge.shield.identity.JwtKeys;
import dev.verge.waf.Rules;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a location needs to know of itself and of the cluster.
 *
 * @param location this location
 * @param locations the codes of all locations, this one among them
 * @param origin the code of the location with the origin role, where primaries are
 * @param host the address to listen on
 * @param port the port for clients; 0: any
 * @param peerPort the port for other nodes; 0: any
 * @param folder the location's own data
 * @param shared data that all locations of one machine may share, such as database binaries
 * @param clusterSecret at least 32 bytes that only the cluster's nodes know
 * @param keys verify and sign tokens
 * @param settings the operator's
 * @param rules gives those of the web application firewall that are in force; null: there is none
 * @param progress told what takes long while it starts, for people; from any thread
 */
public record NodeConfig(
    Location location,
    List<String> locations,
    String origin,
    String host,
    int port,
    int peerPort,
    Path folder,
    Path shared,
    byte[] clusterSecret,
    JwtKeys keys,
    Settings settings,
    @Nullable Supplier<Rules> rules,
    Consumer<String> progress) {
  public NodeConfig {
    locations = List.copyOf(locations);
    if (!locations.contains(location.code()) || !locations.contains(origin)) {
      throw new IllegalArgumentException(
          "locations " + locations + " must hold " + location.code() + " and " + origin);
    }
    if (clusterSecret.length < 32) {
      throw new IllegalArgumentException("the cluster secret needs at least 32 bytes");
    }
  }

  /** Whether this location has the origin role. */
  public boolean isOrigin() {
    return location.code().equals(origin);
  }
}

package dev.verge.world;

import dev.verge.log.Log;
import dev.verge.node.Network;
import dev.verge.node.Node;
import dev.verge.node.NodeConfig;
import dev.verge.shield.LiveRules;
import dev.verge.shield.identity.JwtKeys;
import dev.verge.web.Bundle;
import dev.verge.world.Airports.Airport;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Starts the nodes of a world from what they have in common. Thread-safe. */
record NodeStarter(
    WorldConfig config,
    Folder folder,
    byte[] clusterSecret,
    JwtKeys keys,
    @Nullable LiveRules rules,
    Bundle bundle,
    Vertx vertx,
    Network network,
    Clients clients) {
  /** Everything in a world listens here, and nowhere else. */
  static final String HOST = "127.0.0.1";

  /**
   * Starts the node of a location; returns when it answers clients.
   *
   * @param log the log as the location sees it
   * @param port for clients; 0: any
   */
  Node start(Airport airport, Log log, int port) {
    config.progress().accept("starting " + airport.code() + " (" + airport.city() + ")");
    NodeConfig node =
        new NodeConfig(
            airport.location(),
            config.locations(),
            config.locations().getFirst(),
            HOST,
            port,
            0,
            folder.location(airport.code()),
            config.shared(),
            clusterSecret,
            keys,
            config.settings(),
            rules,
            config.progress());
    return Node.start(node, bundle, log, vertx, network, clients::of);
  }
}

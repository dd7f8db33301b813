package dev.verge.world;

import dev.verge.log.Log;
import dev.verge.node.Network;
import dev.verge.node.Node;
import dev.verge.node.NodeConfig;
import dev.verge.node.identity.JwtKeys;
import dev.verge.web.Bundle;
import dev.verge.world.Airports.Airport;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the nodes of a world. Thread-safe. */
final class NodeStarter {
  private static final String HOST = "127.0.0.1";

  private final WorldConfig config;
  private final Folder folder;
  private final Vertx vertx;
  private final Bundle bundle;
  private final Links links;
  private final Network network;
  private final Map<String, Log> logs;
  private final Clients clients;
  private final byte[] secret;
  private final JwtKeys keys;

  NodeStarter(
      WorldConfig config,
      Folder folder,
      Vertx vertx,
      Bundle bundle,
      Links links,
      Map<String, Log> logs,
      Clients clients) {
    this.config = config;
    this.folder = folder;
    this.vertx = vertx;
    this.bundle = bundle;
    this.links = links;
    this.network = new Network(links, new ConcurrentHashMap<>());
    this.logs = logs;
    this.clients = clients;
    this.secret = folder.clusterSecret();
    this.keys = JwtKeys.of(folder.signingKey(), config.settings().jwks());
  }

  /** Starts the node of a location, listening at a port. */
  Node start(Airport airport, int port) {
    Log log = new LinkedLog(airport.code(), logs, links, LinkedLog.PATIENCE);
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
            secret,
            keys,
            config.settings());
    config.progress().accept("starting " + airport.code() + " (" + airport.city() + ")");
    return Node.start(node, bundle, log, vertx, network, clients::of);
  }
}

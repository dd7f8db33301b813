package dev.verge.node;

import dev.verge.node.peer.Wire;
import io.vertx.core.net.SocketAddress;
import java.util.Map;

/**
 * How the nodes of a cluster reach each other.
 *
 * @param wire what carries messages between locations
 * @param peers where each location listens for the others; a node that starts adds itself, so a
 *     world's nodes share one concurrent map
 */
public record Network(Wire wire, Map<String, SocketAddress> peers) {}

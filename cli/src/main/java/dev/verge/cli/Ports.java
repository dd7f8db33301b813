package dev.verge.cli;

import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports that a world needs, asked for before anything is started. */
final class Ports {
  private Ports() {}

  /**
   * @throws Failure naming the port that is taken, and the mend
   */
  static void checkFree(WorldConfig config) {
    if (config.port() == 0) {
      return;
    }
    int last = config.port() + config.locations().size();
    for (int port = config.port(); port <= last; port++) {
      if (!isFree(port)) {
        String who = port == config.port() ? "the gateway" : location(config, port);
        throw Failure.usage(
            "port %d, for %s, is in use: end what uses it, or choose others with --port (this world takes %d to %d)"
                .formatted(port, who, config.port(), last));
      }
    }
  }

  private static String location(WorldConfig config, int port) {
    return config.locations().get(port - config.port() - 1);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as servers do: connections that linger do not count
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

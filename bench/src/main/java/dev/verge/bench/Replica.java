package dev.verge.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** The location of the shop's world that is compared with other servers. */
final class Replica {
  private static final int WORLD_PORT = 18_787;

  /** Where it listens: the third after the gateway. */
  static final String ADDRESS = "http://127.0.0.1:" + (WORLD_PORT + 3);

  /** A product, of those that are seeded the one in the middle or so. */
  static final String PRODUCT = "/api/products/4711";

  private Replica() {}

  /** Starts the world, and waits until the location has the product. */
  static Server start(Path folder, String... options) throws IOException, InterruptedException {
    Server world = Server.world(folder, WORLD_PORT, options);
    world.await(ADDRESS + PRODUCT, Duration.ofMinutes(5));
    return world;
  }

  /** A page, with a character for each byte of it. */
  static String get(String page) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(ADDRESS + page)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(page + " answers " + response.statusCode());
      }
      return new String(response.body(), ISO_8859_1);
    }
  }
}

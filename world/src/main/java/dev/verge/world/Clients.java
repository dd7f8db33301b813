package dev.verge.world;

import dev.verge.Problem;
import dev.verge.node.Client;
import io.vertx.core.http.HttpServerRequest;

/**
 * Who a world's clients are: where the header {@code Verge-From} puts them, else at the first
 * location. Immutable.
 */
final class Clients {
  private final Airports airports;
  private final Place standard;

  /**
   * @param standard where clients are that do not say
   */
  Clients(Airports airports, Place standard) {
    this.airports = airports;
    this.standard = standard;
  }

  /**
   * Where a request's client is.
   *
   * @throws Problem 400 if the header cannot be understood
   */
  Place place(HttpServerRequest http) {
    String from = http.getHeader(Place.HEADER);
    return from == null ? standard : Place.parse(from, airports);
  }

  /**
   * A request's client, with the country of its place.
   *
   * @throws Problem 400 if the header cannot be understood
   */
  Client of(HttpServerRequest http) {
    return at(place(http), http);
  }

  /** A request's client, there. */
  Client at(Place place, HttpServerRequest http) {
    return new Client(address(http), place.country());
  }

  private static String address(HttpServerRequest http) {
    return http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
  }
}

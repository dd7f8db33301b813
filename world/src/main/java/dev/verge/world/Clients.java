package dev.verge.world;

import dev.verge.Problem;
import dev.verge.node.Client;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;

/**
 * Who a world's clients are: where the header {@code Verge-From} puts them, else at the first
 * location; with the address of {@code Verge-Address}, else that of their connection. Immutable.
 */
final class Clients {
  private static final String ADDRESS = "Verge-Address";

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

  /**
   * A request's client, there.
   *
   * @throws Problem 400 if its address cannot be understood
   */
  Client at(Place place, HttpServerRequest http) {
    return new Client(address(http), place.country());
  }

  /** So that one machine can stand for many clients. */
  private static String address(HttpServerRequest http) {
    String given = http.getHeader(ADDRESS);
    if (given != null) {
      try {
        return InetAddress.ofLiteral(given).getHostAddress();
      } catch (IllegalArgumentException e) {
        throw Problem.field(ADDRESS, "expected an address, such as 203.0.113.7 or 2001:db8::1");
      }
    }
    return http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
  }
}

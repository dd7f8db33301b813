package dev.verge.world;

import dev.verge.Problem;
import dev.verge.node.Client;
import dev.verge.shield.guard.Countries;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who a world's clients are: where the header {@code Verge-From} puts them, else at the first
 * location; with the address of {@code Verge-Address}, else that of their connection. Immutable.
 *
 * <p>A client is from the country of its place. Only one that gives an address and no place is from
 * the country that the geo database has for the address, if there is a database: then all is as in
 * production. An address of this machine, which is what connections have here, is in no database.
 */
final class Clients {
  private static final String ADDRESS = "Verge-Address";

  private final Airports airports;
  private final Place standard;
  private final @Nullable Countries countries;

  /**
   * @param standard where clients are that do not say
   * @param countries the geo database; null: there is none
   */
  Clients(Airports airports, Place standard, @Nullable Countries countries) {
    this.airports = airports;
    this.standard = standard;
    this.countries = countries;
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
   * A request's client.
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
    String address = address(http);
    boolean byAddress = http.getHeader(ADDRESS) != null && http.getHeader(Place.HEADER) == null;
    String country = countries != null && byAddress ? countries.of(address) : place.country();
    return new Client(address, country);
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

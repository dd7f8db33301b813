package dev.verge.world;

import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.node.Client;
import dev.verge.node.config.Limits;
import dev.verge.node.server.EdgeServer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the network between clients and locations: takes each request to the healthy location
 * nearest to its client, as anycast would, and lets it take the client's round trip.
 *
 * <p>The request enters the location's own pipeline, in this process. The whole round trip passes
 * before it does. A location that is cut off from the others still has its clients.
 */
final class Gateway implements AutoCloseable {
  private final Vertx vertx;
  private final Clients clients;
  private final List<? extends Site> sites;
  private final double wan;
  private final Scheduler scheduler;
  private final EdgeServer server;

  /** A location, for its clients. Thread-safe; the requests come on event loops. */
  interface Site {
    Location location();

    /** Whether it answers its clients. */
    boolean isHealthy();

    /** Takes a request that has not been read from; must not block. */
    void accept(HttpServerRequest http, Client client);

    /** Answers a request with a problem. */
    void refuse(HttpServerRequest http, Problem problem);

    /** Answers bytes that are no request, or break a bound. */
    void refuse(HttpServerRequest http);
  }

  /**
   * Listens.
   *
   * @param port 0: any
   * @param sites the first one answers when none is healthy
   */
  Gateway(
      Vertx vertx,
      int port,
      Clients clients,
      List<? extends Site> sites,
      double wan,
      Scheduler scheduler) {
    this.vertx = vertx;
    this.clients = clients;
    this.sites = List.copyOf(sites);
    this.wan = wan;
    this.scheduler = scheduler;
    this.server =
        EdgeServer.listen(
            vertx,
            NodeStarter.HOST,
            port,
            Limits.DEFAULT,
            this::accept,
            invalid -> sites.getFirst().refuse(invalid));
  }

  int port() {
    return server.port();
  }

  private void accept(HttpServerRequest http) {
    Place place;
    Client client;
    try {
      place = clients.place(http);
      client = clients.at(place, http);
    } catch (Problem problem) {
      sites.getFirst().refuse(http, problem);
      return;
    }
    Site site = nearest(place);
    if (site == null) {
      Problem problem = Problem.unavailable("no location is healthy", Duration.ofSeconds(1));
      sites.getFirst().refuse(http, problem);
      return;
    }
    long roundTrip = Links.roundTripNanos(km(place, site), wan);
    if (roundTrip == 0) {
      site.accept(http, client);
    } else {
      accept(http, client, site, roundTrip);
    }
  }

  /** Hands the request over, from its event loop, when the round trip has passed. */
  private void accept(HttpServerRequest http, Client client, Site site, long roundTrip) {
    Context eventLoop = vertx.getOrCreateContext();
    http.pause();
    scheduler.after(
        roundTrip,
        () ->
            eventLoop.runOnContext(now -> {
              site.accept(http, client);
              http.resume();
            }));
  }

  private @Nullable Site nearest(Place place) {
    Site nearest = null;
    for (Site site : sites) {
      if (site.isHealthy() && (nearest == null || km(place, site) < km(place, nearest))) {
        nearest = site;
      }
    }
    return nearest;
  }

  private static double km(Place place, Site site) {
    return place.km(site.location().latitude(), site.location().longitude());
  }

  @Override
  public void close() {
    server.close();
  }
}

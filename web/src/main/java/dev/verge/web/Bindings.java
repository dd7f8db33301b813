package dev.verge.web;

import dev.verge.Cache;
import dev.verge.Data;
import dev.verge.Identity;
import dev.verge.Location;
import dev.verge.Sessions;
import java.util.Optional;

/** What the location gives one request. The web layer asks; the node answers. */
public interface Bindings {
  /** The location that handles the request. */
  Location location();

  /** The visitor's country, or {@code XX}. */
  String country();

  /** The request's id. */
  String requestId();

  /** Who is asking; may block to read a session at its home. */
  Optional<Identity> identity();

  /** Sessions. */
  Sessions sessions();

  /** Datasets, with this request's bookmark. */
  Data data();

  /** The cache. */
  Cache cache();

  /** A caller of an origin component. */
  <T> T origin(Class<T> component);

  /** Runs a task after the response. */
  void waitUntil(Runnable task);

  /** Adds nanoseconds to a metric of {@code Server-Timing}. */
  void timing(String metric, long nanos);
}

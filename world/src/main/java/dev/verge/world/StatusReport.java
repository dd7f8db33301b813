package dev.verge.world;

import dev.verge.Consistency;
import dev.verge.data.sql.DatasetStatus;
import dev.verge.node.ShieldStatus;
import dev.verge.web.Application;
import dev.verge.web.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Puts a world's status together. */
final class StatusReport {
  /** What the names of SQL datasets that hold KV datasets start with. */
  private static final String KV = "kv.";

  private final World world;
  private final Application application;

  StatusReport(World world) {
    this.world = world;
    this.application = world.application();
  }

  WorldStatus make() {
    List<WorldStatus.OfLocation> locations = new ArrayList<>();
    List<WorldStatus.OfDataset> datasets = new ArrayList<>();
    for (String code : world.locations()) {
      WorldLocation location = world.location(code);
      locations.add(location(location));
      if (location.isHealthy()) {
        world.data(code).status().forEach(status -> datasets.add(dataset(code, status)));
      }
    }
    for (Dataset dataset : application.datasets()) {
      if (dataset instanceof Dataset.PostgresDeclaration) {
        datasets.add(postgres(dataset.name()));
      }
    }
    return new WorldStatus(world.gateway().toString(), locations, datasets);
  }

  private WorldStatus.OfLocation location(WorldLocation location) {
    String code = location.code();
    return new WorldStatus.OfLocation(
        code,
        location.airport().city(),
        location.airport().country(),
        code.equals(world.origin()) ? "origin" : "edge",
        world.url(code).toString(),
        location.isHealthy() ? "up" : "down",
        world.isCut(code),
        location.isHealthy() ? location.node().failedAfterResponse() : 0,
        location.isHealthy() ? location.node().shield() : ShieldStatus.NONE);
  }

  /** A view of a dataset; a KV dataset is a SQL dataset underneath, or one for each home. */
  private WorldStatus.OfDataset dataset(String location, DatasetStatus status) {
    String partition = status.name();
    boolean kv = partition.startsWith(KV);
    String name = kv ? partition.substring(KV.length()).replaceFirst("@.*", "") : partition;
    return new WorldStatus.OfDataset(
        name,
        kv ? "kv" : status.store(),
        kv ? consistencyOfKv(name) : status.consistency(),
        location,
        status.applied(),
        status.lagMillis(),
        status.primary(),
        status.trouble());
  }

  private String consistencyOfKv(String name) {
    for (Dataset dataset : application.datasets()) {
      if (dataset instanceof Dataset.KvDeclaration kv && kv.name().equals(name)) {
        return switch (kv.consistency()) {
          case Consistency.Eventual _ -> "eventual";
          case Consistency.ReadAfterWrite _ -> "read your writes";
          case Consistency.Strong _ -> "strong";
          case Consistency.StrongPerUser _ -> "strong per user";
        };
      }
    }
    throw new IllegalStateException("the application declares no KV dataset " + name);
  }

  private WorldStatus.OfDataset postgres(String name) {
    String origin = world.origin();
    WorldLocation there = world.location(origin);
    String state =
        there.isHealthy()
            ? there.node().origin().databases().getOrDefault(name, "not there")
            : origin + " is down";
    String trouble = state.startsWith("up") ? null : state;
    return new WorldStatus.OfDataset(
        name, "postgres", "strong", origin, null, null, origin, trouble);
  }
}

package dev.verge.world;

import dev.verge.data.sql.DatasetStatus;
import dev.verge.web.Application;
import dev.verge.web.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Puts a world's status together. */
final class StatusReport {
  private final World world;
  private final Application application;

  StatusReport(World world, Application application) {
    this.world = world;
    this.application = application;
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
        world.isCut(code));
  }

  private static WorldStatus.OfDataset dataset(String location, DatasetStatus status) {
    return new WorldStatus.OfDataset(
        status.name(),
        status.store(),
        status.consistency(),
        location,
        status.applied(),
        status.lagMillis(),
        status.primary(),
        status.trouble());
  }

  private WorldStatus.OfDataset postgres(String name) {
    String origin = world.origin();
    return new WorldStatus.OfDataset(name, "postgres", "strong", origin, null, null, origin, null);
  }
}

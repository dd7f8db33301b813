package dev.verge.cli;

import dev.verge.web.Application;
import dev.verge.web.Bundle;
import dev.verge.web.Dataset;
import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What will run where, known from the bundle and the command before anything is opened.
 *
 * @param title what runs, in a line
 * @param origin what the origin runs besides the edge
 */
record Plan(WorldConfig config, String title, String origin) {

  static Plan of(WorldConfig config) {
    try (Bundle bundle = Bundle.open(config.bundle())) {
      Application application = bundle.define();
      String title =
          "%s: %d routes, %d datasets, %d locations; data in %s"
              .formatted(
                  bundle.name(),
                  application.routes().size(),
                  application.datasets().size(),
                  config.locations().size(),
                  config.data());
      return new Plan(config, title + network(config.wan()), origin(application));
    } catch (IOException e) {
      throw Failure.failed("cannot close " + config.bundle() + ": " + e);
    }
  }

  private static String network(double wan) {
    if (wan == 0) {
      return "; the network takes no time";
    }
    return wan == 1 ? "" : "; the network takes " + wan + " of its time";
  }

  private static String origin(Application application) {
    List<String> parts = new ArrayList<>();
    application.components().forEach(component -> parts.add(component.type().getSimpleName()));
    String postgres =
        application.datasets().stream()
            .filter(Dataset.PostgresDeclaration.class::isInstance)
            .map(Dataset::name)
            .collect(Collectors.joining(", "));
    if (!postgres.isEmpty()) {
      parts.add("PostgreSQL (" + postgres + ")");
    }
    return parts.isEmpty() ? "edge, origin" : "edge, origin: " + String.join(", ", parts);
  }

  /** The table, with the ports that the command names. */
  String table() {
    List<String> names = config.locations();
    return table(
        localhost(config.port()), name -> localhost(config.port() + 1 + names.indexOf(name)));
  }

  /** The table, with the addresses that turned out. */
  String table(URI gateway, Function<String, URI> address) {
    Table table = Table.of("NAME", "WHERE", "ADDRESS", "RUNS");
    table.row("gateway", "", gateway.toString(), "takes clients to the location nearest to them");
    for (int i = 0; i < config.locations().size(); i++) {
      String name = config.locations().get(i);
      table.row(
          name, config.places().get(i), address.apply(name).toString(), i == 0 ? origin : "edge");
    }
    return table.toString();
  }

  private static URI localhost(int port) {
    return URI.create("http://localhost:" + port);
  }
}

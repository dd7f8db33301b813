package dev.verge.cli;

import dev.verge.web.Bundle;
import dev.verge.web.Json;
import dev.verge.world.RouteInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verge routes}: reads the bundle, needs no running world. */
@Command(
    name = "routes",
    description = "Shows where each route of an application is answered, and why.",
    mixinStandardHelpOptions = true)
final class RoutesCommand implements Runnable {
  private final PrintWriter out;

  @Option(names = "--json", description = "Answer in JSON, for programs.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "BUNDLE",
      description = "The application, a jar (default: the shop).")
  private @Nullable Path bundle;

  RoutesCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    List<RouteInfo> routes = routes(Shop.or(bundle));
    if (json) {
      out.println(new String(new Json().write(Map.of("routes", routes)), StandardCharsets.UTF_8));
      return;
    }
    Table table = Table.of("METHOD", "PATH", "AT", "CALLS", "BECAUSE");
    for (RouteInfo route : routes) {
      table.row(
          route.method(),
          route.pattern(),
          route.at(),
          String.join(", ", route.calls()),
          route.reason());
    }
    out.print(table);
    out.flush();
  }

  private static List<RouteInfo> routes(Path path) {
    try (Bundle opened = Bundle.open(path)) {
      return RouteInfo.of(opened.define());
    } catch (IOException e) {
      throw Failure.failed("cannot close " + path + ": " + e);
    }
  }
}

package dev.verge.world;

import dev.verge.web.Application;
import dev.verge.web.Component;
import dev.verge.web.RouteDeclaration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a route is answered.
 *
 * @param at {@code edge}, or {@code origin} if it calls a component there
 * @param calls the components, by simple name
 * @param reason why they need the origin; empty at the edge
 */
public record RouteInfo(
    String method, String pattern, String at, List<String> calls, String reason) {
  public RouteInfo {
    calls = List.copyOf(calls);
  }

  /** All routes of an application, in the order of declaration. */
  public static List<RouteInfo> of(Application application) {
    return application.routes().stream().map(route -> of(route, application.components())).toList();
  }

  private static RouteInfo of(RouteDeclaration route, List<Component> components) {
    List<String> calls = route.calls().stream().map(Class::getSimpleName).toList();
    String reason =
        components.stream()
            .filter(component -> route.calls().contains(component.type()))
            .map(Component::reason)
            .collect(Collectors.joining("; "));
    return new RouteInfo(
        route.method(), route.pattern(), calls.isEmpty() ? "edge" : "origin", calls, reason);
  }
}

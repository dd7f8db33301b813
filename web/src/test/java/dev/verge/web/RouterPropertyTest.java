package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random patterns and paths: the router agrees with one that tries every pattern. */
class RouterPropertyTest {
  private static final List<String> METHODS = List.of("GET", "POST");

  @Test
  void agreesWithARouterThatTriesEveryPattern() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<Route> routes = routes(random);
      Router router = new Router(routes, List.of(), c -> Response.status(404));
      for (int i = 0; i < 50; i++) {
        String method = pick(random, METHODS);
        String path = path(random);
        Match match = router.match(method, path);
        Route expected = expected(routes, method, path);
        assertThat(match.route())
            .as("seed %d, %s %s among %s", seed, method, path, routes)
            .isEqualTo(expected == null ? null : expected.declaration());
        if (expected != null) {
          assertParameters(match, expected.pattern(), path, seed);
        }
      }
    }
  }

  private static List<Route> routes(Random random) {
    Map<String, Route> routes = new LinkedHashMap<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      Pattern pattern = Pattern.parse(pattern(random));
      String method = pick(random, METHODS);
      Route route = new Route(method, pattern, List.of(), c -> Response.status(200));
      if (routes.putIfAbsent(method + pattern.shape(), route) == null) {
        route.freeze();
      }
    }
    return new ArrayList<>(routes.values());
  }

  private static String pattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    int segments = random.nextInt(1, 5);
    for (int i = 0; i < segments; i++) {
      boolean last = i == segments - 1;
      int kind = random.nextInt(last ? 8 : 6);
      pattern.append('/');
      if (kind < 4) {
        pattern.append(pick(random, List.of("a", "b")));
      } else if (kind < 6) {
        pattern.append("{p").append(i).append('}');
      } else if (kind == 6) {
        pattern.append("{rest...}");
      }
    }
    return pattern.toString();
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      path.append('/').append(pick(random, List.of("a", "b", "c", "", "%61", "a%2Fb")));
    }
    return path.toString();
  }

  private static @Nullable Route expected(List<Route> routes, String method, String path) {
    String[] segments = decoded(path);
    return routes.stream()
        .filter(r -> r.method().equals(method) && matches(r.pattern(), segments))
        .min(Comparator.comparing((Route r) -> specificity(r.pattern())))
        .orElse(null);
  }

  /** A digit for each kind, so that the lesser text is the more specific pattern. */
  private static String specificity(Pattern pattern) {
    StringBuilder kinds = new StringBuilder();
    for (Pattern.Segment segment : pattern.segments()) {
      kinds.append(
          switch (segment.kind()) {
            case LITERAL -> 0;
            case PARAMETER -> 1;
            case REST -> 2;
          });
    }
    return kinds.toString();
  }

  private static boolean matches(Pattern pattern, String[] segments) {
    List<Pattern.Segment> wanted = pattern.segments();
    boolean rest = wanted.getLast().kind() == Pattern.Kind.REST;
    if (rest ? segments.length < wanted.size() : segments.length != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      boolean fits =
          switch (wanted.get(i).kind()) {
            case LITERAL -> wanted.get(i).text().equals(segments[i]);
            case PARAMETER -> !segments[i].isEmpty();
            case REST -> true;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static void assertParameters(Match match, Pattern pattern, String path, long seed) {
    String[] segments = decoded(path);
    for (int i = 0; i < pattern.segments().size(); i++) {
      Pattern.Segment segment = pattern.segments().get(i);
      if (segment.kind() == Pattern.Kind.PARAMETER) {
        assertThat(match.parameter(segment.text())).as("seed %d", seed).isEqualTo(segments[i]);
      } else if (segment.kind() == Pattern.Kind.REST) {
        String rest = String.join("/", List.of(segments).subList(i, segments.length));
        assertThat(match.parameter(segment.text())).as("seed %d", seed).isEqualTo(rest);
      }
    }
  }

  private static String[] decoded(String path) {
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      segments[i] = segments[i].replace("%61", "a").replace("%2F", "/");
    }
    return segments;
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

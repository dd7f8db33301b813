package dev.verge.cli.crs;

import dev.verge.App;
import dev.verge.Context;
import dev.verge.Edge;
import dev.verge.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application behind the rules while they are tested over sockets: answers what it is told to
 * at {@code /reflect}, and nothing in particular elsewhere. Needs nothing but the API, so that it
 * can be a bundle.
 */
public final class Reflect implements App {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  record Wanted(
      @Nullable Integer status,
      @Nullable Map<String, String> headers,
      @Nullable String body,
      @Nullable String encodedBody) {}

  @Override
  public void define(Edge edge) {
    edge.use((c, next) -> next.proceed(c.request().withHeader("Content-Type", "application/json")));
    for (String method : METHODS) {
      edge.route(method, "/reflect", Reflect::reflect);
      edge.route(method, "/{path...}", c -> Response.text(""));
    }
  }

  private static Response reflect(Context c) {
    Wanted wanted = c.json(Wanted.class);
    byte[] body =
        wanted.encodedBody == null
            ? (wanted.body == null ? "" : wanted.body).getBytes(StandardCharsets.UTF_8)
            : Base64.getMimeDecoder().decode(wanted.encodedBody);
    Response response =
        Response.of(wanted.status == null ? 200 : wanted.status, "text/plain", body);
    if (wanted.headers != null) {
      for (Map.Entry<String, String> header : wanted.headers.entrySet()) {
        response = response.withHeader(header.getKey(), header.getValue());
      }
    }
    return response;
  }
}

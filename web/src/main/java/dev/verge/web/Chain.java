package dev.verge.web;

import dev.verge.Middleware;
import dev.verge.Problem;
import dev.verge.Request;
import dev.verge.Response;
import java.util.List;

/**
 * What is left of a route's middleware, and its handler. A problem that is thrown becomes its
 * response at once, so that middleware around it may still add what belongs on every response;
 * other exceptions pass through to whoever answers for bugs.
 */
final class Chain implements Middleware.Next {
  private final Route route;
  private final int next;
  private final RequestContext context;

  private Chain(Route route, int next, RequestContext context) {
    this.route = route;
    this.next = next;
    this.context = context;
  }

  /** Runs the middleware from that on, and the handler. */
  static Response run(Route route, int next, RequestContext context) throws Exception {
    List<Middleware> middleware = route.middleware();
    try {
      boolean last = next == middleware.size();
      Response response =
          last
              ? answer(route, context)
              : middleware.get(next).handle(context, new Chain(route, next + 1, context));
      return checked(response, route, last);
    } catch (Problem problem) {
      // A failure that was told by another location has no id that would say anything here.
      return problem.status() == 500
          ? problem.with("requestId", context.requestId()).toResponse()
          : problem.toResponse();
    }
  }

  private static Response answer(Route route, RequestContext context) throws Exception {
    Response refusal = Requirements.refusal(route.requirements(), context);
    return refusal == null ? route.handler().handle(context) : refusal;
  }

  @SuppressWarnings("ConstantValue") // applications are not all checked for null
  private static Response checked(Response response, Route route, boolean last) {
    if (response == null) {
      throw new IllegalStateException(
          (last ? "the handler of route " : "a middleware of route ") + route + " returned null");
    }
    return response;
  }

  @Override
  public Response proceed() throws Exception {
    return run(route, next, context);
  }

  @Override
  public Response proceed(Request request) throws Exception {
    return run(route, next, context.with(request));
  }
}

package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Middleware;
import dev.verge.Problem;
import dev.verge.Response;
import java.util.Map;
import java.util.Set;

/** Middleware for what browsers need beyond what programs do. */
final class Browsers {
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private Browsers() {}

  /** Tells browsers to run nothing, frame nothing and guess nothing. */
  static Response headers(Context c, Middleware.Next next) throws Exception {
    Response response = next.proceed().withHeader("X-Content-Type-Options", "nosniff");
    String type = response.headers().first("Content-Type");
    if (type == null || !type.startsWith("text/html")) {
      return response;
    }
    if (response.headers().first("Cache-Control") == null) {
      response = response.withHeader("Cache-Control", "private, no-cache");
    }
    return response
        .withHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .withHeader("Referrer-Policy", "strict-origin-when-cross-origin");
  }

  /** Shows problems to people as a page. */
  static Response errorPages(Context c, Middleware.Next next) throws Exception {
    Response response = next.proceed();
    boolean forPeople =
        !isApi(c) && c.request().header("Accept").filter(a -> a.contains("text/html")).isPresent();
    if (!forPeople
        || !(response.body() instanceof Response.Body.Json json)
        || !(json.value() instanceof Map<?, ?> problem)) {
      return response;
    }
    String title = String.valueOf(problem.get("title"));
    Object detail = problem.get("detail");
    Response page = errorPage(c, response.status(), title, detail == null ? "" : detail.toString());
    return response.withBody(page.body()).withHeader("Content-Type", "text/html; charset=utf-8");
  }

  /** A page that says what went wrong. */
  static Response errorPage(Context c, int status, String title, String detail) {
    return Page.start(c, title)
        .render(c, "error.jte", Map.of("status", status, "detail", detail))
        .withStatus(status);
  }

  /**
   * Refuses forms that another site sends in a visitor's name. Browsers say where a request comes
   * from; what says nothing is no browser and has no visitor's cookies.
   */
  static Response sameOrigin(Context c, Middleware.Next next) throws Exception {
    if (!SAFE.contains(c.request().method()) && !isApi(c) && !isFromHere(c)) {
      throw Problem.of(403, "Not from here", "this form was sent by another site");
    }
    return next.proceed();
  }

  private static boolean isFromHere(Context c) {
    String site = c.request().header("Sec-Fetch-Site").orElse("");
    if (!site.isEmpty()) {
      return site.equals("same-origin");
    }
    String origin = c.request().header("Origin").orElse("");
    String host = c.request().header("Host").orElse("");
    return origin.isEmpty() || origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  /** Sends visitors who are not signed in to the sign-in page, and back afterwards. */
  static Response signedIn(Context c, Middleware.Next next) throws Exception {
    if (c.identity().isEmpty()) {
      return toSignIn(c.request().path());
    }
    return next.proceed().withHeader("Cache-Control", "no-store");
  }

  static Response toSignIn(String next) {
    return Response.redirect("/sign-in?next=" + inside(next));
  }

  /** Where to go after signing in: a path of this shop, whatever the address says. */
  static String inside(String next) {
    return next.matches("/([A-Za-z0-9-]+(/[A-Za-z0-9-]+)*)?") ? next : "/";
  }

  private static boolean isApi(Context c) {
    return c.request().path().startsWith("/api/");
  }
}

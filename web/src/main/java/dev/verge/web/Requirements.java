package dev.verge.web;

import dev.verge.Context;
import dev.verge.Identity;
import dev.verge.Problem;
import dev.verge.Requirement;
import dev.verge.Response;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks callers against what a route requires of them (RFC 6750, section 3). */
final class Requirements {
  private Requirements() {}

  /** What to answer instead of asking the handler; or null. May block to find out who asks. */
  static @Nullable Response refusal(List<Requirement> requirements, Context c) {
    if (requirements.isEmpty()) {
      return null;
    }
    Identity identity = c.identity().orElse(null);
    if (identity == null) {
      return Problem.unauthorized("sign in to do this").toResponse();
    }
    for (Requirement requirement : requirements) {
      if (!isMet(requirement, identity)) {
        return forbidden(requirement);
      }
    }
    return null;
  }

  private static boolean isMet(Requirement requirement, Identity identity) {
    return switch (requirement) {
      case Requirement.SignedIn() -> true;
      case Requirement.Scope(String name) -> identity.scopes().contains(name);
      case Requirement.Claim(String name, String value) ->
          holds(identity.claims().get(name), value);
    };
  }

  private static boolean holds(@Nullable Object claim, String value) {
    return claim instanceof Collection<?> values
        ? values.stream().anyMatch(one -> value.equals(String.valueOf(one)))
        : claim != null && value.equals(Objects.toString(claim));
  }

  private static Response forbidden(Requirement requirement) {
    if (requirement instanceof Requirement.Scope(String name)) {
      return Problem.of(403, "Forbidden", "this needs the scope " + name)
          .toResponse()
          .withHeader(
              "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + name + "\"");
    }
    return Problem.of(403, "Forbidden", "this is for others").toResponse();
  }
}

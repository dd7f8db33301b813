package dev.verge.node.peer;

import dev.verge.Problem;
import dev.verge.web.Json;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Problems as bytes, so that one location's becomes another's as it is. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final Json JSON = new Json();

  private Problems() {}

  private record Form(
      int status,
      String title,
      @Nullable String detail,
      int retryAfterSeconds,
      Map<String, Object> members) {}

  /** Does here what takes long the first time, so that no event loop has to. */
  static void prepare() {
    byte[] written =
        write(Problem.of(503, "Service unavailable", "detail").with("member", "value"));
    log.trace("prepared {}", read(written).title());
  }

  /** Members that cannot be written are left out. */
  static byte[] write(Problem problem) {
    try {
      return write(problem, problem.members());
    } catch (JacksonException e) {
      log.error("members of '{}' cannot be written as JSON", problem.title(), e);
      return write(problem, Map.of());
    }
  }

  private static byte[] write(Problem problem, Map<String, Object> members) {
    return JSON.write(
        new Form(
            problem.status(),
            problem.title(),
            problem.detail(),
            problem.retryAfterSeconds(),
            members));
  }

  static Problem read(byte[] json) {
    Form form;
    try {
      form = JSON.read(json, Form.class);
    } catch (Problem unreadable) {
      log.error("what an operation said cannot be read", unreadable);
      return Problem.of(500, "Operation failed", "it failed in a way that cannot be told");
    }
    Problem problem = problem(form);
    for (Map.Entry<String, Object> member : form.members().entrySet()) {
      problem = problem.with(member.getKey(), member.getValue());
    }
    return problem;
  }

  private static Problem problem(Form form) {
    String detail = form.detail();
    if (form.retryAfterSeconds() > 0) {
      return Problem.unavailable(
          detail == null ? form.title() : detail, Duration.ofSeconds(form.retryAfterSeconds()));
    }
    return detail == null
        ? Problem.of(form.status(), form.title())
        : Problem.of(form.status(), form.title(), detail);
  }
}

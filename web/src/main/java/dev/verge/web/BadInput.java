package dev.verge.web;

import dev.verge.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Well-formed input that breaks a rule. On its way out it gathers the path to the place. */
final class BadInput extends JacksonException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> fields;
  private final transient @Nullable Problem problem;

  /** The value at the path breaks the rule. */
  BadInput(String why) {
    this(List.of(), why);
  }

  /** Fields of the value at the path break the rule. */
  BadInput(List<String> fields, String why) {
    super(why);
    this.fields = fields;
    this.problem = null;
  }

  /** A record refuses its values in its own words. */
  BadInput(Problem problem) {
    super(problem.getMessage());
    this.fields = List.of();
    this.problem = problem;
  }

  List<String> fields() {
    return fields;
  }

  @Nullable Problem problem() {
    return problem;
  }

  /** Clients can cause this at will, and the trace would tell nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

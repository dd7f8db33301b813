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
  private final boolean ownWords;

  /** The value at the path breaks the rule. */
  BadInput(String why) {
    this(why, List.of(), null, false);
  }

  /** Fields of the value at the path break the rule. */
  BadInput(List<String> fields, String why) {
    this(why, fields, null, false);
  }

  /** A record refuses its values with a problem. */
  BadInput(Problem problem) {
    this(problem.title(), List.of(), problem, true);
  }

  private BadInput(String why, List<String> fields, @Nullable Problem problem, boolean ownWords) {
    super(why);
    this.fields = fields;
    this.problem = problem;
    this.ownWords = ownWords;
  }

  /** A record refuses its values with a whole sentence. */
  static BadInput inOwnWords(String sentence) {
    return new BadInput(sentence, List.of(), null, true);
  }

  List<String> fields() {
    return fields;
  }

  /** Whether the message stands by itself, without saying what it is about. */
  boolean ownWords() {
    return ownWords;
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

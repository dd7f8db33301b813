package dev.verge.waf;

import java.util.List;

/**
 * A rule that matched and wants it known.
 *
 * @param ruleId the rule's
 * @param phase 1 to 5
 * @param title what the rule says as it is written; has nothing of the request in it
 * @param message the same, expanded; may have parts of the request in it
 * @param data what it found; has parts of the request in it
 * @param severity 0, an emergency, to 7; -1: none
 * @param tags the rule's
 * @param variable where it matched last, such as {@code ARGS:id}
 * @param value what it matched there, under the rule's transformations; is part of the request
 */
public record Match(
    int ruleId,
    int phase,
    String title,
    String message,
    String data,
    int severity,
    List<String> tags,
    String variable,
    String value) {
  public Match {
    tags = List.copyOf(tags);
  }
}

package dev.verge.cli.crs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test: requests, one after the other, and what is expected of each.
 *
 * @param id the rule's and the test's, such as {@code 942100-3}
 */
record RegressionTest(String id, List<Stage> stages) {
  /** A request and what is expected. */
  record Stage(Input input, Expected expected) {}

  /**
   * A request, as bytes in characters.
   *
   * @param raw all of it, instead of its parts
   * @param complete whether headers that a client would send are added
   */
  record Input(
      String method,
      String uri,
      String version,
      Map<String, String> headers,
      String data,
      @Nullable String raw,
      boolean complete) {}

  /**
   * What is expected.
   *
   * @param ids rules that tell a match
   * @param noIds rules that do not
   * @param log what the log matches
   * @param noLog what it does not
   * @param status of the answer, or null
   * @param error whether there is to be no proper answer
   */
  record Expected(
      List<Integer> ids,
      List<Integer> noIds,
      @Nullable String log,
      @Nullable String noLog,
      @Nullable Integer status,
      boolean error) {}
}

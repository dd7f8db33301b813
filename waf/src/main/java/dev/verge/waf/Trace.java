package dev.verge.waf;

/** Is told what became of each rule, while somebody wants to know. For one thread at a time. */
@FunctionalInterface
public interface Trace {
  /** What became of a rule. */
  enum Result {
    /** A {@code ctl} had removed it. */
    REMOVED,
    /** Nothing that it looks at has the literals that it needs. */
    PASSED_OVER,
    /** It looked, and did not match. */
    LOOKED,
    /** It matched, with its whole chain; its actions have been carried out. */
    MATCHED
  }

  /** Is told nothing. */
  Trace NONE = (rule, result, tx) -> {};

  /**
   * A rule, the first of its chain, was asked.
   *
   * @param tx as it stands now
   */
  void asked(int ruleId, Result result, Transaction tx);
}

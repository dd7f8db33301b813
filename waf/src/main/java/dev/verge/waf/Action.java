package dev.verge.waf;

import java.util.Locale;
import java.util.function.IntPredicate;

/** What a rule does, beside deciding, whenever it matches. Immutable. */
sealed interface Action {
  /** Does it. */
  void run(Transaction tx);

  /** How {@code setvar} changes a value. */
  enum Change {
    SET,
    ADD,
    SUBTRACT,
    REMOVE
  }

  /** {@code setvar}. */
  record SetVar(Variable collection, Macro name, Change change, Macro value) implements Action {
    @Override
    public void run(Transaction tx) {
      Variables variables = tx.variables();
      String key = name.expand(tx);
      if (!name.isConstant()) {
        key = key.toLowerCase(Locale.ROOT);
      }
      switch (change) {
        case SET -> variables.write(collection, key, value.expand(tx));
        case REMOVE -> variables.remove(collection, key);
        case ADD -> add(variables, key, Variables.number(value.expand(tx)));
        case SUBTRACT -> add(variables, key, -Variables.number(value.expand(tx)));
      }
    }

    private void add(Variables variables, String key, long more) {
      long sum = Variables.number(variables.first(collection, key)) + more;
      variables.write(collection, key, Long.toString(sum));
    }
  }

  /** {@code ctl:ruleEngine}. */
  record SetEngine(Settings.Engine engine) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.engine(engine);
    }
  }

  /** {@code ctl:ruleRemoveById} and its like; rules by their places in the plan. */
  record RemoveRules(Selection rules) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.remove(rules);
    }
  }

  /** {@code ctl:ruleRemoveTargetById} and its like. */
  record RemoveTarget(Selection rules, Variable variable, Target.Part part) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.removeTarget(this);
    }
  }

  /** {@code ctl:requestBodyProcessor}. */
  record SetBodyProcessor(String name) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.variables().set(Variable.REQBODY_PROCESSOR, name);
    }
  }

  /** A {@code ctl} that turns something on or off for the request. */
  record Turn(Switch what, boolean on) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.turn(what, on);
    }
  }

  /** What can be turned on and off for a request. */
  enum Switch {
    REQUEST_BODY_ACCESS,
    RESPONSE_BODY_ACCESS,
    FORCE_REQUEST_BODY_VARIABLE,
    AUDIT
  }

  /** Rules that a removal is about, found once all rules are known. */
  final class Selection {
    private final IntPredicate[] resolved = new IntPredicate[1];

    /** Says which rules, by their places in the plan. */
    void resolve(IntPredicate rules) {
      resolved[0] = rules;
    }

    /** Whether a rule is among them. */
    boolean has(int rule) {
      return resolved[0] != null && resolved[0].test(rule);
    }
  }
}

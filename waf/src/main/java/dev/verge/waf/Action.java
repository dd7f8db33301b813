package dev.verge.waf;

import dev.verge.waf.body.Format;
import dev.verge.waf.operator.Numbers;
import java.util.BitSet;
import java.util.List;

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
      String key = name.expandKey(tx);
      switch (change) {
        case SET -> variables.write(collection, key, value.expand(tx));
        case REMOVE -> variables.remove(collection, key);
        case ADD -> add(variables, key, Numbers.parse(value.expand(tx)));
        case SUBTRACT -> add(variables, key, -Numbers.parse(value.expand(tx)));
      }
    }

    private void add(Variables variables, String key, long more) {
      long sum = Numbers.sum(Numbers.parse(variables.first(collection, key)), more);
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

  /** {@code ctl:ruleRemoveById} and its like. */
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
  record SetBodyProcessor(Format format) implements Action {
    @Override
    public void run(Transaction tx) {
      tx.variables().set(Variable.REQBODY_PROCESSOR, format.name());
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
    FORCE_REQUEST_BODY_VARIABLE
  }

  /** Rules that a removal is about, found once all rules are known. */
  final class Selection {
    private final RuleFilter filter;
    private final BitSet places = new BitSet();

    Selection(RuleFilter filter) {
      this.filter = filter;
    }

    /** Looks for them among the rules of the plan, once, before any request. */
    void resolve(List<Draft> rules) {
      for (int place = 0; place < rules.size(); place++) {
        places.set(place, filter.has(rules.get(place).actions));
      }
    }

    /** Adds their places to others. */
    void addTo(BitSet others) {
      others.or(places);
    }

    /** Whether one of them is at one of the places. */
    boolean hasAny(BitSet others) {
      return places.intersects(others);
    }

    /** Whether the rule at a place in the plan is among them. */
    boolean has(int place) {
      return places.get(place);
    }
  }
}

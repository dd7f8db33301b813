package dev.verge.waf;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rules, with what updates and removals say of them. Directives count in their order: a default
 * is for the rules behind it, an update or a removal for those before it.
 */
final class Drafts {
  /** The defaults of a phase, as they are written and as they are understood. */
  private record Defaults(Directive.Defaults written, ActionReader read) {}

  private final Settings settings = new Settings();
  private final Map<Integer, Defaults> defaults = new HashMap<>();
  private final Map<Integer, Draft> rules = new LinkedHashMap<>();
  private final Map<String, TreeSet<Integer>> markers = new HashMap<>();
  private @Nullable Draft chain;
  private int order;
  private int unnamed;

  private Drafts() {}

  /**
   * Reads directives.
   *
   * @throws SecLangException naming file and line of what is not understood
   */
  static Drafts of(List<Directive> directives) {
    Drafts drafts = new Drafts();
    directives.forEach(drafts::read);
    if (drafts.chain != null) {
      throw new SecLangException(drafts.chain.at, "the chain does not go on");
    }
    return drafts;
  }

  Settings settings() {
    return settings;
  }

  /** First links only, in order. */
  List<Draft> rules() {
    return List.copyOf(rules.values());
  }

  /** The order of the next marker of a name behind a rule. */
  int marker(Draft rule, String name) {
    Integer marker = markers.getOrDefault(name, new TreeSet<>()).higher(rule.order);
    if (marker == null) {
      throw new SecLangException(rule.at, "there is no marker " + name + " behind this rule");
    }
    return marker;
  }

  private void read(Directive directive) {
    switch (directive) {
      case Directive.Rule rule ->
          add(rule.at(), rule.operator(), rule.actions()).targets.add(rule.at(), rule.targets());
      case Directive.Always always -> add(always.at(), null, always.actions());
      case Directive.Marker(Source at, String name) ->
          markers.computeIfAbsent(name, n -> new TreeSet<>()).add(order++);
      case Directive.Defaults given -> {
        ActionReader read = ActionReader.ofDefaults(given.at(), given.actions());
        defaults.put(read.phase(), new Defaults(given, read));
      }
      case Directive.Setting setting -> settings.read(setting);
      case Directive.Remove(Source at, By by, List<String> which) -> {
        List<RuleFilter> filters = which.stream().map(w -> RuleFilter.of(at, by, w)).toList();
        rules.values().removeIf(rule -> filters.stream().anyMatch(f -> f.has(rule.actions)));
      }
      case Directive.UpdateTarget(
              Source at,
              By by,
              String which,
              List<dev.verge.waf.seclang.Target> more) -> {
        new TargetReader().add(at, more); // what is wrong is so without a rule to update, too
        about(at, by, which).forEach(rule -> rule.targets.add(at, more));
      }
      case Directive.UpdateAction(Source at, String id, List<Directive.Action> more) -> {
        new ActionReader(ActionReader.DEFAULT_PHASE).update(at, more);
        about(at, By.ID, id).forEach(rule -> rule.actions.update(at, more));
      }
    }
  }

  private Stream<Draft> about(Source at, By by, String which) {
    RuleFilter filter = RuleFilter.of(at, by, which);
    return rules.values().stream().filter(rule -> filter.has(rule.actions));
  }

  private Draft add(
      Source at, Directive.@Nullable Operator operator, List<Directive.Action> written) {
    Draft before = chain;
    Draft draft =
        before == null ? first(at, operator, written) : link(before, at, operator, written);
    chain = draft.actions.isChain() ? draft : null;
    return draft;
  }

  private Draft first(
      Source at, Directive.@Nullable Operator operator, List<Directive.Action> written) {
    // Read once before all the rest: its phase says which defaults go before it.
    Defaults standard = defaults.get(ActionReader.of(at, written).phase());
    ActionReader actions = new ActionReader(ActionReader.DEFAULT_PHASE);
    if (standard != null) {
      actions.read(standard.written.at(), standard.written.actions());
    }
    actions.read(at, written);
    Draft draft =
        new Draft(at, order++, operator, actions, standard == null ? null : standard.read);
    int id = actions.id() == 0 ? --unnamed : actions.id();
    Draft other = rules.putIfAbsent(id, draft);
    if (other != null) {
      throw new SecLangException(at, "id " + id + " is taken by the rule at " + other.at);
    }
    return draft;
  }

  /** Takes over defaults too, as in ModSecurity 3: those that are not for the chain as a whole. */
  private Draft link(
      Draft before,
      Source at,
      Directive.@Nullable Operator operator,
      List<Directive.Action> written) {
    int phase = before.actions.phase();
    ActionReader actions = new ActionReader(phase);
    Defaults standard = defaults.get(phase);
    if (standard != null) {
      List<Directive.Action> taken = new ArrayList<>(standard.written.actions());
      taken.removeIf(action -> ActionReader.isOfWholeChain(action.name()));
      actions.read(standard.written.at(), taken);
    }
    actions.readLink(at, written);
    before.next = new Draft(at, order++, operator, actions, null);
    return before.next;
  }
}

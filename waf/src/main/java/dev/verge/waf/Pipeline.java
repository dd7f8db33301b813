package dev.verge.waf;

import dev.verge.waf.transform.SimpleValues;
import dev.verge.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of transformations, as a node in the tree of all sequences of a plan: those that begin
 * alike share their beginning, and so their work. Immutable once the plan is made.
 */
final class Pipeline {
  final int id;
  final @Nullable Pipeline before;

  /** Whether it leaves {@link SimpleValues simple values} as they are. */
  final boolean keepsSimple;

  private final @Nullable Transformation last;
  private final List<Pipeline> steps;

  private Pipeline(
      int id, @Nullable Pipeline before, @Nullable Transformation last, boolean keepsSimple) {
    this.id = id;
    this.before = before;
    this.last = last;
    this.keepsSimple = keepsSimple;
    List<Pipeline> all = new ArrayList<>(before == null ? List.of() : before.steps);
    all.add(this);
    this.steps = all;
  }

  /** What the last transformation makes of a value that has gone through those before it. */
  String apply(String value) {
    return last == null ? value : last.apply(value);
  }

  /** What all transformations make of a value. */
  String applyAll(String value) {
    return apply(before == null ? value : before.applyAll(value));
  }

  /** This and the ones before it, from the plain value on. */
  List<Pipeline> steps() {
    return steps;
  }

  /** Makes the tree. */
  static final class Tree {
    private record Edge(int before, String name) {}

    private final Pipeline root = new Pipeline(0, null, null, true);
    private final Map<Edge, Pipeline> nodes = new LinkedHashMap<>();

    /** The node of a sequence of names that there are. */
    Pipeline of(List<String> names) {
      Pipeline node = root;
      for (String name : names) {
        Transformation transformation = Objects.requireNonNull(Transformation.named(name), name);
        Pipeline parent = node;
        node =
            Objects.requireNonNull(
                nodes.computeIfAbsent(
                    new Edge(parent.id, name.toLowerCase(java.util.Locale.ROOT)),
                    e ->
                        new Pipeline(
                            nodes.size() + 1,
                            parent,
                            transformation,
                            parent.keepsSimple && SimpleValues.areKeptBy(name))));
      }
      return node;
    }

    int size() {
      return nodes.size() + 1;
    }
  }
}

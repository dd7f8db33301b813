package dev.verge.node.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file. The keys that are asked for are the known ones: {@link #done} refuses
 * every other that stands there, so that the reader of the file is its only schema.
 */
final class Section {
  private final Path file;
  private final String path;
  private final Map<String, NodeTuple> entries;
  private final Set<String> asked = new LinkedHashSet<>();

  private Section(Path file, String path, Map<String, NodeTuple> entries) {
    this.file = file;
    this.path = path;
    this.entries = entries;
  }

  static Section parse(Path file) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build();
      Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
      return root.isEmpty() ? new Section(file, "", Map.of()) : of(file, "", root.get());
    } catch (IOException e) {
      throw new SettingsException("cannot read " + file + ": " + why(e));
    } catch (YamlEngineException e) {
      throw new SettingsException(file + " is not YAML: " + e.getMessage());
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case CharacterCodingException _ -> "it is not UTF-8";
      default -> e.toString();
    };
  }

  private static Section of(Path file, String path, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw new SettingsException(at(file, node) + "'" + path + "' holds keys, each on a line");
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new SettingsException(at(file, tuple.getKeyNode()) + "a key is a plain word");
      }
      if (entries.put(key.getValue(), tuple) != null) {
        throw new SettingsException(at(file, key) + "'" + key.getValue() + "' stands here twice");
      }
    }
    return new Section(file, path, entries);
  }

  /** The keys that stand here; all of them count as known. */
  Set<String> keys() {
    asked.addAll(entries.keySet());
    return entries.keySet();
  }

  /** The mapping under a key, empty if it is absent. */
  Section section(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key);
    String below = path.isEmpty() ? key : path + "." + key;
    return entry == null
        ? new Section(file, below, Map.of())
        : of(file, below, entry.getValueNode());
  }

  @Nullable String text(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.getValueNode() instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    throw wrong(key, "is one value");
  }

  /** The values under a key: one, or a list of them; none if it is absent. */
  List<String> texts(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      return List.of();
    }
    if (!(entry.getValueNode() instanceof SequenceNode sequence)) {
      return List.of(Objects.requireNonNull(text(key)));
    }
    List<String> values = new ArrayList<>();
    for (Node value : sequence.getValue()) {
      if (!(value instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
        throw wrong(key, "is a list of plain values");
      }
      values.add(scalar.getValue());
    }
    return values;
  }

  String required(String key) {
    String value = text(key);
    if (value == null) {
      throw new SettingsException(file + ": '" + path + "' needs the key '" + key + "'");
    }
    return value;
  }

  long number(String key, long standard, long least, long most) {
    String value = text(key);
    if (value == null) {
      return standard;
    }
    try {
      long number = Long.parseLong(value.replace("_", ""));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "is a whole number from " + least + " to " + most);
    }
    throw wrong(key, "is a whole number from " + least + " to " + most);
  }

  /** What to throw for a value that stands here and cannot be used. */
  SettingsException wrong(String key, String rule) {
    NodeTuple entry = entries.get(key);
    String where = entry == null ? file + ": " : at(file, entry.getKeyNode());
    return new SettingsException(where + "'" + key + "' " + rule);
  }

  /** Refuses the keys that nobody asked for. */
  void done() {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        String nearest =
            asked.stream()
                .min(Comparator.comparingInt(known -> distance(known, entry.getKey())))
                .map(known -> ", the nearest known key is '" + known + "'")
                .orElse("");
        String where = path.isEmpty() ? "" : " in '" + path + "'";
        throw new SettingsException(
            at(file, entry.getValue().getKeyNode())
                + ("unknown key '" + entry.getKey() + "'" + where + nearest));
      }
    }
  }

  private static String at(Path file, Node node) {
    int line = node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    return file + ":" + line + ": ";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}

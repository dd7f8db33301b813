package dev.verge.data;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has seen or written: per dataset, at least this far. Immutable.
 *
 * @param marks by dataset name, the most recently changed last
 */
public record Bookmark(Map<String, Mark> marks) {
  /** Of a client that has written nothing. */
  public static final Bookmark NONE = new Bookmark(Map.of());

  /** The mark of a dataset, or null. */
  public @Nullable Mark of(String dataset) {
    return marks.get(dataset);
  }

  /** This bookmark and one more mark: the later one counts. */
  public Bookmark with(String dataset, Mark mark) {
    Map<String, Mark> merged = new LinkedHashMap<>(marks);
    Mark before = merged.remove(dataset);
    merged.put(dataset, before == null ? mark : before.max(mark));
    return new Bookmark(merged);
  }

  /** Both, merged by maximum. */
  public Bookmark merge(Bookmark other) {
    Bookmark merged = this;
    for (Map.Entry<String, Mark> entry : other.marks.entrySet()) {
      merged = merged.with(entry.getKey(), entry.getValue());
    }
    return merged;
  }
}

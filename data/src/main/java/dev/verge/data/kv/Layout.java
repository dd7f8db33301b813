package dev.verge.data.kv;

import dev.verge.Consistency;
import dev.verge.data.sql.Migration;
import dev.verge.data.sql.SqlSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a KV dataset: which SQL dataset each is, at which location it is written, and
 * which keys it holds.
 *
 * @param datasets SQL dataset by site, in the order of the locations
 * @param primary the site of keys that tell no home
 */
record Layout(KvSpec spec, Map<String, String> datasets, String primary) {
  private static final List<Migration> SCHEMA = List.of(new Migration("0001_kv", Table.SCHEMA));

  static Layout of(KvSpec spec, List<String> locations, String primary) {
    Map<String, String> datasets = new LinkedHashMap<>();
    if (spec.consistency() instanceof Consistency.StrongPerUser) {
      for (String location : locations) {
        datasets.put(location, "kv." + spec.name() + '@' + location);
      }
    } else {
      datasets.put(primary, "kv." + spec.name());
    }
    return new Layout(spec, datasets, primary);
  }

  List<SqlSpec> sqlSpecs() {
    Consistency reads =
        spec.consistency() instanceof Consistency.StrongPerUser
            ? Consistency.strong()
            : spec.consistency();
    List<SqlSpec> specs = new ArrayList<>();
    datasets.forEach((site, name) -> specs.add(new SqlSpec(name, site, reads, SCHEMA, null)));
    return specs;
  }

  /** The SQL dataset of a site. */
  String dataset(String site) {
    String dataset = datasets.get(site);
    if (dataset == null) {
      throw new IllegalArgumentException("no partition at '" + site + "', there are " + datasets);
    }
    return dataset;
  }

  /** Where a key is read and written; null: the home that it tells is no location. */
  @Nullable String site(String key) {
    String home = Keys.home(key);
    if (home == null) {
      return primary;
    }
    return datasets.containsKey(home) ? home : null;
  }

  /** Where keys that start with a prefix may be. */
  List<String> sites(String prefix) {
    String home = Keys.home(prefix);
    if (home != null) {
      return datasets.containsKey(home) ? List.of(home) : List.of();
    }
    List<String> sites = new ArrayList<>();
    datasets.forEach((site, dataset) -> {
      if (site.equals(primary) || (site + '.').startsWith(prefix)) {
        sites.add(site);
      }
    });
    return sites;
  }
}

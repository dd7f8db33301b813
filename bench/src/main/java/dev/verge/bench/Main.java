package dev.verge.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks that are named, or all. */
public final class Main {
  private Main() {}

  /** A group of figures. */
  interface Benchmark {
    /** Measures and prints. */
    void run() throws Exception;
  }

  /** Exit code 2 for a name that is not known or a tool that is missing. */
  public static void main(String[] args) throws Exception {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("http", HttpBenchmark::run);
    all.put("writes", WriteBenchmark::run);
    all.put("replication", ReplicationBenchmark::run);
    all.put("jwt", JwtBenchmark::run);
    all.put("limits", LimitBenchmark::run);
    all.put("waf", WafBenchmark::run);
    all.put("start", StartBenchmark::run);
    List<String> chosen = args.length == 0 ? List.copyOf(all.keySet()) : List.of(args);
    List<String> unknown = chosen.stream().filter(name -> !all.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      System.err.println("no benchmark " + unknown + ", there are " + all.keySet());
      System.exit(2);
    }
    try {
      for (Map.Entry<String, Benchmark> each : all.entrySet()) {
        if (chosen.contains(each.getKey())) {
          System.out.println("\n== " + each.getKey());
          each.getValue().run();
        }
      }
    } catch (MissingTool e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}

package dev.verge.cli.crs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the tests of a folder. */
final class TestReader {
  private static final int MOST_CODE_POINTS = 64 << 20;

  private TestReader() {}

  static List<RegressionTest> read(Path folder) throws IOException {
    List<RegressionTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(TestReader::isTest).sorted().toList()) {
        readFile(file, tests);
      }
    }
    return tests;
  }

  private static boolean isTest(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static void readFile(Path file, List<RegressionTest> tests) throws IOException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setCodePointLimit(MOST_CODE_POINTS)
            .build();
    Object document = new Load(settings).loadFromString(Files.readString(file));
    if (!(document instanceof Map<?, ?> root)) {
      return; // a file of comments
    }
    for (Object each : list(root.get("tests"))) {
      Map<?, ?> test = map(each);
      List<RegressionTest.Stage> stages = new ArrayList<>();
      for (Object stage : list(test.get("stages"))) {
        Map<?, ?> parts = map(stage);
        Map<?, ?> inner = parts.get("stage") == null ? parts : map(parts.get("stage"));
        stages.add(
            new RegressionTest.Stage(
                input(map(inner.get("input"))), expected(map(inner.get("output")))));
      }
      tests.add(new RegressionTest(root.get("rule_id") + "-" + test.get("test_id"), stages));
    }
  }

  private static RegressionTest.Input input(Map<?, ?> input) {
    Map<String, String> headers = new LinkedHashMap<>();
    map(input.get("headers")).forEach((name, value) -> headers.put(bytes(name), bytes(value)));
    Object encoded = input.get("encoded_request");
    return new RegressionTest.Input(
        input.containsKey("method") ? bytes(input.get("method")) : "GET",
        input.containsKey("uri") ? bytes(input.get("uri")) : "/",
        input.containsKey("version") ? bytes(input.get("version")) : "HTTP/1.1",
        headers,
        bytes(input.get("data")),
        encoded == null ? null : decode(encoded.toString()),
        !Boolean.FALSE.equals(input.get("autocomplete_headers")));
  }

  private static RegressionTest.Expected expected(Map<?, ?> output) {
    Map<?, ?> log = map(output.get("log"));
    Object status = output.get("status");
    return new RegressionTest.Expected(
        ids(log.get("expect_ids")),
        ids(log.get("no_expect_ids")),
        text(log.get("match_regex")),
        text(log.get("no_match_regex")),
        status == null ? null : Integer.valueOf(status.toString()),
        Boolean.TRUE.equals(output.get("expect_error")));
  }

  private static List<Integer> ids(@Nullable Object ids) {
    return list(ids).stream().map(id -> Integer.valueOf(id.toString())).toList();
  }

  private static String decode(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), ISO_8859_1);
  }

  private static String bytes(@Nullable Object value) {
    return value == null ? "" : new String(value.toString().getBytes(UTF_8), ISO_8859_1);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}

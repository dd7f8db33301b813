package dev.verge.world;

import dev.verge.Kv;
import dev.verge.Problem;
import dev.verge.web.Json;
import dev.verge.world.Control.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands may ask of a running world, as {@link Control} serves it. */
final class Operations {
  private final World world;
  private final Json json = new Json();

  Operations(World world) {
    this.world = world;
  }

  /** By method and path. */
  Map<String, Operation> all() {
    return Map.of(
        "GET /status", body -> status(),
        "GET /routes", body -> Map.of("routes", world.routes()),
        "POST /sql", body -> sql(json.read(body, SqlRequest.class)),
        "POST /kv", body -> kv(json.read(body, KvRequest.class)),
        "POST /fault", body -> fault(json.read(body, FaultRequest.class)),
        "POST /waf/reload", body -> reloadRules());
  }

  /**
   * @param at the location whose view is read; null: the first one
   */
  record SqlRequest(String dataset, String sql, @Nullable String at) {}

  /**
   * @param op {@code get}, {@code put}, {@code delete} or {@code list}
   * @param at the location to ask; null: the first one
   */
  record KvRequest(
      String op,
      String dataset,
      @Nullable String key,
      @Nullable String value,
      @Nullable String prefix,
      @Nullable String cursor,
      @Nullable Integer limit,
      @Nullable Long ttl_seconds,
      @Nullable String at) {}

  /**
   * @param op {@code partition} or {@code heal}
   */
  record FaultRequest(String op, String location) {}

  private Map<String, Object> status() {
    WorldStatus status = world.status();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("gateway", status.gateway());
    answer.put("locations", status.locations());
    answer.put("datasets", status.datasets().stream().map(Operations::dataset).toList());
    return answer;
  }

  private static Map<String, @Nullable Object> dataset(WorldStatus.OfDataset dataset) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", dataset.name());
    fields.put("store", dataset.store());
    fields.put("consistency", dataset.consistency());
    fields.put("location", dataset.location());
    fields.put("applied", dataset.applied());
    fields.put("lag_ms", dataset.lagMillis());
    fields.put("primary", dataset.primary());
    fields.put("trouble", dataset.trouble());
    return fields;
  }

  private Map<String, Object> sql(SqlRequest request) {
    return new SqlOperation(world).run(request.dataset(), request.sql(), location(request.at()));
  }

  private Map<String, @Nullable Object> kv(KvRequest request) {
    Kv kv = kv(request.dataset(), location(request.at()));
    return switch (request.op()) {
      case "get" -> get(kv, request);
      case "put" -> put(kv, request);
      case "delete" -> Map.of("deleted", kv.delete(required("key", request.key())));
      case "list" -> list(kv, request);
      default -> throw Problem.field("op", "must be get, put, delete or list");
    };
  }

  private static Map<String, @Nullable Object> get(Kv kv, KvRequest request) {
    String key = required("key", request.key());
    return kv.get(key)
        .map(Operations::entry)
        .orElseThrow(
            () -> Problem.of(404, "Not found", request.dataset() + " has no key '" + key + "'"));
  }

  private static Map<String, @Nullable Object> put(Kv kv, KvRequest request) {
    byte[] value = required("value", request.value()).getBytes(StandardCharsets.UTF_8);
    Kv.Write write = Kv.Write.DEFAULT;
    if (request.ttl_seconds() != null) {
      if (request.ttl_seconds() < 0) {
        throw Problem.field("ttl_seconds", "must not be negative; 0: never expires");
      }
      write = write.ttl(Duration.ofSeconds(request.ttl_seconds()));
    }
    return Map.of("revision", kv.put(required("key", request.key()), value, write));
  }

  private static Map<String, @Nullable Object> list(Kv kv, KvRequest request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    int limit = request.limit() == null ? 100 : request.limit();
    Kv.Page page = kv.list(prefix, request.cursor(), limit);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("entries", page.entries().stream().map(Operations::entry).toList());
    answer.put("cursor", page.cursor());
    return answer;
  }

  /** The value stands there as text, or, when it is none, as Base64. */
  private static Map<String, @Nullable Object> entry(Kv.Entry entry) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("key", entry.key());
    try {
      ByteBuffer bytes = ByteBuffer.wrap(entry.value());
      fields.put("value", StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      fields.put("base64", Base64.getEncoder().encodeToString(entry.value()));
    }
    fields.put("metadata", entry.metadata());
    fields.put("revision", entry.revision());
    fields.put("expiresAt", entry.expiresAt());
    return fields;
  }

  private Map<String, Object> fault(FaultRequest request) {
    String location = location(request.location());
    switch (request.op()) {
      case "partition" -> world.partition(location);
      case "heal" -> world.heal(location);
      default -> throw Problem.field("op", "must be partition or heal");
    }
    return Map.of("location", location, "cut", world.isCut(location));
  }

  private Map<String, Object> reloadRules() {
    return Map.of("rules", world.reloadRules(), "locations", world.locations());
  }

  /** A location's code, checked; the first location for null. */
  private String location(@Nullable String code) {
    List<String> locations = world.locations();
    if (code == null) {
      return locations.getFirst();
    }
    if (!locations.contains(code)) {
      throw Problem.of(
          404,
          "Unknown location",
          "no location '" + code + "', there are " + String.join(", ", locations));
    }
    return code;
  }

  private Kv kv(String dataset, String location) {
    try {
      return world.data(location).detached().kv(dataset);
    } catch (IllegalArgumentException e) {
      throw unknownDataset(e);
    }
  }

  /** The exception of a data mesh names the datasets there are. */
  static Problem unknownDataset(IllegalArgumentException e) {
    return Problem.of(404, "Unknown dataset", String.valueOf(e.getMessage()));
  }

  private static String required(String field, @Nullable String value) {
    if (value == null) {
      throw Problem.field(field, "is required");
    }
    return value;
  }
}

package dev.verge.cli.crs;

import dev.verge.waf.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The application behind the rules while they are tested: answers what it is told to at {@code
 * /reflect}, and nothing in particular elsewhere.
 */
final class Backend {
  private Backend() {}

  record Answer(int status, List<Header> headers, String body) {}

  static Answer answer(String uri, String body) {
    if (!uri.startsWith("/reflect")) {
      return new Answer(200, List.of(new Header("Content-Type", "text/plain")), "");
    }
    Map<?, ?> wanted = read(body);
    List<Header> headers = new ArrayList<>();
    if (wanted.get("headers") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> headers.add(new Header("" + name, "" + value)));
    }
    if (headers.stream().noneMatch(h -> h.name().equalsIgnoreCase("Content-Type"))) {
      headers.add(new Header("Content-Type", "text/plain"));
    }
    Object status = wanted.get("status");
    Object text = wanted.get("body");
    Object encoded = wanted.get("encodedBody");
    String answer =
        encoded == null
            ? text == null ? "" : text.toString()
            : new String(
                java.util.Base64.getMimeDecoder().decode(encoded.toString()),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    return new Answer(status == null ? 200 : Integer.parseInt(status.toString()), headers, answer);
  }

  /** JSON, which is YAML too. */
  private static Map<?, ?> read(String json) {
    try {
      Object value = new Load(LoadSettings.builder().build()).loadFromString(json);
      return value instanceof Map<?, ?> map ? map : Map.of();
    } catch (YamlEngineException e) {
      return Map.of();
    }
  }
}

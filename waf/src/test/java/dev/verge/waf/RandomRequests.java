package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Requests put together from pieces that rules look for, in all places where values come from. */
final class RandomRequests {
  private static final List<String> PIECES =
      List.of(
          "' or 1=1-- ",
          "1 union select a,b from c",
          "UNION/**/SELECT",
          "; drop table x",
          "sleep(5)",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "javascript:alert(1)",
          "&lt;script&gt;",
          "&#x3c;svg onload=x",
          "../../../../etc/passwd",
          "..\\..\\boot.ini",
          "%2e%2e%2f",
          "%252e%252e%252f",
          "%u003cscript",
          "\\u003cscript",
          "; cat /etc/passwd",
          "| whoami",
          "$(id)",
          "`ls -la`",
          "cmd.exe /c dir",
          "powershell -enc",
          "${jndi:ldap://a/b}",
          "{{7*7}}",
          "<?php system($_GET['a']); ?>",
          "base64_decode(",
          "php://input",
          "http://127.0.0.1/",
          "file:///etc/hosts",
          "__proto__",
          "require('child_process')",
          "<!ENTITY x SYSTEM",
          "\r\nSet-Cookie: a=b",
          "O:8:\"stdClass\":0:{}",
          "rO0ABXNy",
          "() { :; };",
          "hello world",
          "42",
          "",
          " ",
          "\0",
          "%",
          "+",
          "\u00E9",
          "\u00C3\u0089",
          "\u00FF\u00FE");
  private static final List<String> NAMES =
      List.of("id", "q", "file", "url", "user[name]", "__proto__", "cmd", "json.a", "a.b", "");
  private static final List<String> PATHS =
      List.of("/", "/index.php", "/.git/config", "/a/../b", "/admin;x/y.jsp", "/wp-login.php~");

  private final Random random;
  private final List<String> pieces;

  /**
   * Begins.
   *
   * @param more what else the rules look for
   */
  RandomRequests(long seed, List<String> more) {
    random = new Random(seed);
    pieces = new ArrayList<>(more);
    for (int i = 0; i <= more.size() / 2 / PIECES.size(); i++) {
      pieces.addAll(PIECES);
    }
  }

  Request next() {
    String query = random.nextInt(3) == 0 ? "" : "?" + form();
    String path = pick(PATHS) + (random.nextInt(4) == 0 ? encoded(value()) : "");
    Request request = body(path + query);
    request = request.with("Host", random.nextInt(8) == 0 ? "127.0.0.1" : "www.example.com");
    request = random.nextInt(8) == 0 ? request : request.with("User-Agent", "Mozilla " + header());
    request = random.nextInt(3) > 0 ? request : request.with("Referer", header());
    request = random.nextInt(3) > 0 ? request : request.with("X-" + pick(NAMES), header());
    return random.nextInt(3) > 0 ? request : request.with("Cookie", pick(NAMES) + "=" + header());
  }

  private Request body(String uri) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> request("POST", uri, Request.FORM, form());
      case 2 -> request("POST", uri, "application/json", json());
      case 3 ->
          request("PUT", uri, "text/xml", "<a b='1'>" + value().replace("<", "&lt;") + "</a>");
      case 4 -> request("POST", uri, "multipart/form-data; boundary=xx", multipart());
      case 5 -> request("POST", uri, "text/plain", value());
      default -> new Request(random.nextInt(9) == 0 ? "TRACE" : "GET", uri, List.of(), "");
    };
  }

  private static Request request(String method, String uri, String type, String body) {
    List<Header> headers =
        List.of(
            new Header("Content-Type", type),
            new Header("Content-Length", String.valueOf(body.length())));
    return new Request(method, uri, headers, body);
  }

  private String form() {
    StringBuilder form = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = random.nextInt(6) == 0 ? value() : pick(NAMES);
      form.append(encoded(name)).append('=').append(encoded(value())).append(i == 0 ? "" : "&");
    }
    return form.toString();
  }

  private String json() {
    String text = value().replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\0-\\x1f]", "");
    return "{\"a\":[\"" + text + "\", 1, null], \"" + pick(NAMES) + "\": true}";
  }

  private String multipart() {
    String file = pick(List.of("a.txt", "a.php", "../a", "a.jsp;.png"));
    return String.join(
        "\r\n",
        "--xx",
        "Content-Disposition: form-data; name=\"a\"",
        "",
        value(),
        "--xx",
        "Content-Disposition: form-data; name=\"f\"; filename=\"" + file + "\"",
        "",
        value(),
        "--xx--",
        "");
  }

  private String header() {
    return value().replaceAll("[\r\n\0]", " ");
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      value.append(changed(pick(pieces)));
    }
    return value.toString();
  }

  private String changed(String piece) {
    return switch (random.nextInt(8)) {
      case 0 -> piece.toUpperCase(Locale.ROOT).replaceAll("[^\0-\u00FF]", "?");
      case 1 -> piece.replace(" ", "/**/");
      case 2 -> piece.isEmpty() ? piece : piece.substring(random.nextInt(piece.length()));
      case 3 -> encoded(piece);
      default -> piece;
    };
  }

  private String encoded(String text) {
    return random.nextInt(5) == 0
        ? text.replaceAll("[ \r\n#&]", "+")
        : URLEncoder.encode(text, ISO_8859_1);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

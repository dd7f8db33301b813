package dev.verge.waf.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Requests as browsers and programs send them all day; the same for the same seed. */
final class OrdinaryTraffic {
  private static final String[] AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        + " Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " Chrome/139.0.0.0 Mobile Safari/537.36",
    "okhttp/5.1.0",
    "Shop/7.2 (com.example.shop; build:412; iOS 18.6.0) Alamofire/5.10"
  };

  private final Random random;
  private final Texts texts;

  private OrdinaryTraffic(long seed) throws IOException {
    this.random = new Random(seed);
    this.texts = new Texts(random);
  }

  static List<Sample> requests(long seed, int count) throws IOException {
    OrdinaryTraffic traffic = new OrdinaryTraffic(seed);
    List<Sample> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(traffic.dressed(traffic.request()));
    }
    return all;
  }

  private Sample request() {
    return switch (random.nextInt(12)) {
      case 0 -> Sample.get("page", path());
      case 1 -> Sample.query("search", "/search", fields("q", texts.one("searches"), "page", "2"));
      case 2 -> Sample.query("sentence", "/search", fields("q", texts.sentence()));
      case 3 -> Sample.query("links", "/login", links());
      case 4 -> Sample.form("contact", "/contact", contact());
      case 5 -> Sample.form("sign-up", "/account", account());
      case 6 -> Sample.form("post", "/forum/7", fields("title", title(), "text", texts.post()));
      case 7 -> Sample.json("comment", "/api/comments", comment());
      case 8 -> Sample.json("order", "/api/orders", order());
      case 9 -> Sample.json("graphql", "/graphql", graphql());
      case 10 -> Sample.upload("upload", "/upload", contact(), texts.one("files"));
      default -> Sample.post("xml", "/soap", "application/xml", xml());
    };
  }

  private Sample dressed(Sample request) {
    Sample sample = request;
    if (random.nextInt(2) == 0) {
      sample = sample.with("Cookie", cookies());
    }
    if (random.nextInt(3) == 0) {
      sample = sample.with("User-Agent", AGENTS[random.nextInt(AGENTS.length)]);
    }
    if (random.nextInt(3) == 0) {
      String query = Sample.encoded(fields("q", texts.one("searches"), "utm_source", "news"));
      sample = sample.with("Referer", "https://shop.example" + path() + "?" + query);
    }
    if (random.nextInt(6) == 0) {
      sample = sample.with("Authorization", "Bearer " + jwt());
    }
    if (random.nextInt(6) == 0) {
      sample = sample.with("If-None-Match", "W/\"" + number(1 << 30) + "-abc\"");
    }
    return sample;
  }

  private String path() {
    StringBuilder out = new StringBuilder();
    String path = Sample.bytes(texts.one("paths"));
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      out.append(c < 0x80 ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  private String title() {
    return random.nextBoolean() ? texts.one("searches") : texts.sentence();
  }

  private Map<String, String> contact() {
    return fields(
        "name", texts.one("names"),
        "email", email(),
        "subject", texts.one("searches"),
        "message", random.nextBoolean() ? texts.paragraph() : texts.post(),
        "phone", "+49 (0)30 / 12 34-" + number(100));
  }

  private Map<String, String> account() {
    return fields(
        "user[name]", texts.one("names"),
        "user[email]", email(),
        "password", texts.one("passwords"),
        "address", number(200) + " St. John's Road, Apt. #" + number(20),
        "company", texts.one("names"),
        "birthday", "198" + number(10) + "-07-14",
        "tags[]", texts.one("searches"),
        "csrf_token", token(32),
        "newsletter", "on");
  }

  private Map<String, String> links() {
    return fields(
        "redirect_uri",
        "https://app.example.org/callback?state=" + token(9) + "&x=1",
        "next",
        "/account?tab=orders&page=" + number(9),
        "url",
        "https://example.org/a/b.html?x=1;y=2&z=%20#top",
        "image",
        "https://cdn.example.net/img/" + UUID.nameUUIDFromBytes(bytes(9)) + ".jpg?w=300",
        "scope",
        "openid profile email",
        "state",
        token(24),
        "code_challenge",
        token(32),
        "filter",
        "price>10,price<50",
        "sort",
        "-created_at,name",
        "ids",
        "1,2,3," + number(99));
  }

  private String comment() {
    return """
    {"id": "%s", "author": {"name": %s, "email": %s}, "text": %s, "rating": %s,
     "tags": [%s, %s], "createdAt": "2026-07-14T10:15:00.000Z", "draft": false, "parent": null}
    """
        .formatted(
            UUID.nameUUIDFromBytes(bytes(16)),
            quoted(texts.one("names")),
            quoted(email()),
            quoted(random.nextBoolean() ? texts.post() : texts.paragraph()),
            number(50) / 10.0,
            quoted(texts.one("searches")),
            quoted(texts.one("searches")));
  }

  private String order() {
    return """
    {"items": [{"sku": "A-%s/%s", "amount": %s, "price": "%s.99", "note": %s}],
     "ship_to": {"name": %s, "street": "5 King's Rd; 2nd floor", "zip": "SW3 5EE"},
     "coupon": "SAVE-10%%", "token": "%s", "image": "%s"}
    """
        .formatted(
            number(999),
            number(99),
            number(9),
            number(200),
            quoted(texts.sentence()),
            quoted(texts.one("names")),
            jwt(),
            Base64.getEncoder().encodeToString(bytes(90)));
  }

  private String graphql() {
    String query = "{\n  products(text: \"shoes\") { id name price { amount currency } }\n}";
    return "{\"query\": %s, \"variables\": {\"first\": %s}}".formatted(quoted(query), number(50));
  }

  private String xml() {
    return Sample.bytes(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <order id="%s"><name>%s</name><note lang="x">%s</note><price currency="EUR">9.50</price></order>
        """
            .formatted(number(999), markedUp(texts.one("names")), markedUp(texts.post())));
  }

  private String cookies() {
    return "session=%s; _ga=GA1.1.%s.%s; theme=dark; token=%s; consent=%s; cart=%s; last=%s"
        .formatted(
            token(24),
            number(1 << 30),
            number(1 << 30),
            jwt(),
            Sample.escaped("{\"ads\":false,\"stats\":true,\"ts\":" + number(1 << 30) + "}"),
            Base64.getEncoder().encodeToString(bytes(30)),
            Sample.escaped(Sample.bytes(texts.one("searches"))));
  }

  private String email() {
    return "o'neil.%s+list@mail-%s.example.co.uk".formatted(number(99), number(9));
  }

  private String jwt() {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"sub\":\"" + number(9999) + "\",\"name\":\"Anna\",\"iat\":1789000000}";
    return encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(UTF_8))
        + "."
        + encoder.encodeToString(bytes(32));
  }

  private String token(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private int number(int below) {
    return random.nextInt(below);
  }

  private static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "\"";
  }

  private static String markedUp(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}

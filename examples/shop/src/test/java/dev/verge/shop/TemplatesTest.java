package dev.verge.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Location;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The templates as they are in the bundle, rendered with text that tries to break out. */
class TemplatesTest {
  private static final String EVIL =
      "</title><script>alert(\"1\")</script>'\" onload=alert(1) x='&";
  private static final Pattern TAG =
      Pattern.compile("</?[a-z0-9]+( (?!on|style)[a-zA-Z-]+(=\"[^\"]*\")?)*>");

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  @Test
  void escapesAProductsTextWhereverItStands() {
    String html = render("product.jte", product(EVIL));
    assertClean(html);
    assertThat(html).startsWith("<!DOCTYPE html>").contains("&lt;script&gt;alert(");
  }

  @Test
  void showsEveryCuriosityAsText() {
    LongStream.rangeClosed(Catalog.SIZE - 99, Catalog.SIZE)
        .mapToObj(Catalog::product)
        .forEach(product -> assertClean(render("product.jte", parameters(product))));
  }

  @Test
  void tellsWhatAProductPageMustTell() {
    String html = render("product.jte", parameters(Catalog.product(1)));
    assertThat(html)
        .contains("<title>Hollis Compact Headphones · Meridian</title>")
        .contains("<meta name=\"description\" content=\"Headphones from")
        .contains("<link rel=\"canonical\" href=\"/products/1\">")
        .contains("$129.00", "In stock: 484", "Buy now")
        .contains("method=\"post\" action=\"/products/1/buy\"", "name=\"key\" value=\"a-key\"");
  }

  @Test
  void sellsNothingThatIsSoldOut() {
    Product p = Catalog.product(1);
    Product out =
        new Product(1, p.name(), p.description(), p.price(), p.category(), 0, p.created_at());
    assertThat(render("product.jte", parameters(out))).contains("Sold out").doesNotContain("Buy");
  }

  @Test
  void escapesWhatVisitorsTyped() {
    for (String template : List.of("sign-in.jte", "sign-up.jte")) {
      Map<String, Object> typed = new HashMap<>(Map.of("page", page(EVIL)));
      typed.putAll(Map.of("email", EVIL, "error", EVIL, "next", "/orders"));
      if (template.equals("sign-up.jte")) {
        typed.put("name", EVIL);
      }
      assertClean(render(template, typed));
    }
    Profile profile = new Profile("id", EVIL, EVIL, EVIL);
    assertClean(render("account.jte", Map.of("page", page("Account"), "profile", profile)));
    assertClean(render("error.jte", Map.of("page", page(EVIL), "status", 404, "detail", EVIL)));
  }

  @Test
  void leadsThroughTheListsPageByPage() {
    List<Product> products = List.of(Catalog.product(9_999), Catalog.product(9_979));
    Map<String, Object> parameters =
        Map.of(
            "page",
            page("Pantry"),
            "listing",
            new Listing(products, 2, 60),
            "path",
            "/?category=pantry",
            "prices",
            Prices.in("JP"));
    assertThat(render("home.jte", parameters))
        .contains("rel=\"prev\" href=\"/?category=pantry\"")
        .contains("rel=\"next\" href=\"/?category=pantry&amp;page=3\"")
        .contains("Page 2 of 3", "shown in JPY, charged in US dollars", "href=\"/products/9999\"");
  }

  /** Everything that looks like a tag is one of ours, and none has a handler or a style. */
  private static void assertClean(String html) {
    assertThat(html).doesNotContain("<script", "<img", "<b>");
    String text = TAG.matcher(html.replace("<!DOCTYPE html>", "")).replaceAll("");
    assertThat(text).doesNotContain("<");
  }

  private static Map<String, Object> product(String text) {
    Product p = Catalog.product(1);
    return parameters(
        new Product(1, text, text, p.price(), p.category(), p.stock(), p.created_at()));
  }

  private static Map<String, Object> parameters(Product product) {
    return Map.of(
        "page",
        page(product.name(), product.description(), "/products/" + product.id()),
        "product",
        product,
        "related",
        new ArrayList<>(List.of(product)),
        "prices",
        Prices.in("US"),
        "key",
        "a-key");
  }

  private static Page page(String title) {
    return page(title, title, "/");
  }

  private static Page page(String title, String description, String canonical) {
    Location location = new Location("fra", 50.03, 8.57);
    return new Page(title, description, canonical, location, "US", "here", System.nanoTime());
  }

  private String render(String template, Map<String, Object> parameters) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template, parameters, output);
    return new String(output.toByteArray(), StandardCharsets.UTF_8);
  }
}

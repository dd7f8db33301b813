package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final String SHOP =
      """
      package shop;

      import static dev.verge.Consistency.*;
      import dev.verge.*;
      import java.util.Map;

      public final class Shop implements App {
        public record Item(int id, @org.jspecify.annotations.Nullable String note) {}

        public void define(Edge edge) {
          edge.data().sql("catalog", eventual()).kv("flags", eventual()).postgres("orders");
          edge.get("/page", c -> c.render("hello.jte", Map.of("name", c.query("name").get())));
          edge.get("/missing", c -> c.render("missing.jte", Map.of()));
          edge.post("/item", c -> Response.json(c.json(Item.class)));
          edge.get("/see/{name}", c -> Response.text(see(c.path("name"))));
          edge.get("/resource/{name...}", c -> Response.text(
              String.valueOf(Shop.class.getClassLoader().getResource(c.path("name")))));
          edge.assets("/assets", "static");
        }

        private static String see(String name) {
          try {
            return Class.forName(name).getName();
          } catch (ClassNotFoundException e) {
            return "no";
          }
        }
      }
      """;

  /** What jte-maven-plugin generates from {@code Hello ${name}!}. */
  private static final String TEMPLATE =
      """
      package gg.jte.generated.precompiled;

      public final class JtehelloGenerated {
        public static final String JTE_NAME = "hello.jte";
        public static final int[] JTE_LINE_INFO = {0,0,0,0,0,0,0,0,0};
        public static void render(gg.jte.html.HtmlTemplateOutput jteOutput,
            gg.jte.html.HtmlInterceptor jteHtmlInterceptor, String name) {
          jteOutput.writeContent("<!DOCTYPE html><p>Hello ");
          jteOutput.setContext("p", null);
          jteOutput.writeUserContent(name);
          jteOutput.writeContent("!</p>");
        }
        public static void renderMap(gg.jte.html.HtmlTemplateOutput jteOutput,
            gg.jte.html.HtmlInterceptor jteHtmlInterceptor, java.util.Map<String, Object> params) {
          render(jteOutput, jteHtmlInterceptor, (String) params.get("name"));
        }
      }
      """;

  @TempDir static Path compiled;
  private static BundleFolder shop;

  @TempDir Path temporary;
  private BundleFolder folder;

  @BeforeAll
  static void compile() throws IOException {
    shop =
        new BundleFolder(compiled)
            .source("shop.Shop", SHOP)
            .source("gg.jte.generated.precompiled.JtehelloGenerated", TEMPLATE);
  }

  @BeforeEach
  void start() throws IOException {
    folder = new BundleFolder(temporary);
  }

  private BundleFolder shop() throws IOException {
    return folder
        .copyOf(shop)
        .app("shop.Shop")
        .file("static/css/shop.css", "body {}")
        .file("migrations/catalog/0002_more.sql", "SELECT 2; -- ü")
        .file("migrations/catalog/0001_first.sql", "SELECT 1;")
        .file("migrations/orders/0001_first.sql", "SELECT 3;");
  }

  private static Requests page(String name) {
    return Requests.get("/page?name=" + name);
  }

  @Test
  void aBundleIsAFolderOrAJar() throws IOException {
    for (Path path : List.of(shop().path(), folder.jar())) {
      try (Bundle bundle = Bundle.open(path)) {
        assertThat(bundle.name()).isEqualTo("shop.Shop");
        assertThat(bundle.size()).isBetween(500L, 50_000L);
        assertThat(bundle.migrations("catalog"))
            .containsExactly(
                new Migration(1, "0001_first.sql", "SELECT 1;"),
                new Migration(2, "0002_more.sql", "SELECT 2; -- ü"));
        assertThat(bundle.migrations("orders")).hasSize(1);
        assertThat(bundle.migrations("flags")).isEmpty();
        Harness harness = new Harness(bundle.define());
        assertThat(harness.bodyOf(page("%3Cb%3E%26%F0%9F%A6%94")))
            .isEqualTo("<!DOCTYPE html><p>Hello &lt;b&gt;&amp;🦔!</p>");
        assertThat(harness.timings).containsKey("render");
        assertThat(harness.bodyOf(Requests.json("/item", "{\"id\":1}")))
            .isEqualTo("{\"id\":1,\"note\":null}");
        assertThat(harness.bodyOf(Requests.get("/assets/css/shop.css"))).isEqualTo("body {}");
        assertThat(harness.handle(Requests.get("/missing")).status()).isEqualTo(500);
      }
    }
    Files.delete(folder.jar());
  }

  @Test
  void everyLocationHasAnApplicationOfItsOwn() throws IOException {
    try (Bundle bundle = Bundle.open(shop().path())) {
      assertThat(bundle.define()).isNotSameAs(bundle.define());
    }
  }

  @Test
  void aBundleSeesTheApiAndNothingOfTheRuntime() throws IOException {
    try (Bundle bundle = Bundle.open(shop().jar())) {
      Harness harness = new Harness(bundle.define());
      for (String visible :
          List.of(
              "dev.verge.App",
              "dev.verge.Response$Body$Json",
              "gg.jte.TemplateOutput",
              "org.jspecify.annotations.Nullable",
              "java.sql.Connection",
              "java.net.http.HttpClient",
              "shop.Shop$Item")) {
        assertThat(harness.bodyOf(Requests.get("/see/" + visible))).isEqualTo(visible);
      }
      for (String hidden :
          List.of(
              "dev.verge.web.Application",
              "tools.jackson.databind.ObjectMapper",
              "com.fasterxml.jackson.annotation.JsonProperty",
              "org.slf4j.Logger",
              "org.junit.jupiter.api.Test",
              "dev.verge.web.BundleTest")) {
        assertThat(harness.bodyOf(Requests.get("/see/" + hidden))).as(hidden).isEqualTo("no");
      }
      for (String resource :
          List.of(
              "dev/verge/web/Application.class",
              "tools/jackson/databind/ObjectMapper.class",
              "META-INF/services/org.slf4j.spi.SLF4JServiceProvider")) {
        assertThat(harness.bodyOf(Requests.get("/resource/" + resource))).isEqualTo("null");
      }
    }
  }

  @Test
  void aBundleNamesExactlyOneApplication() throws IOException {
    Path missing = temporary.resolve("missing.jar");
    refused(missing, "does not exist");
    refused(Files.writeString(temporary.resolve("text.jar"), "not a jar"), "text.jar");
    refused(folder.path(), "no application", "META-INF/services/dev.verge.App");
    folder.app("shop.Shop");
    refused(folder.path(), "META-INF/services/dev.verge.App is wrong", "shop.Shop");
    folder
        .copyOf(shop)
        .source(
            "shop.Other",
            SHOP.replace("class Shop", "class Other").replace("Shop.class", "Other.class"));
    folder.app("shop.Shop", "shop.Other");
    refused(folder.path(), "several applications", "shop.Shop, shop.Other");
    folder.source("shop.NoApp", "package shop; public class NoApp {}").app("shop.NoApp");
    refused(folder.path(), "shop.NoApp");
    folder
        .source(
            "shop.Hidden",
            "package shop; class Hidden implements dev.verge.App {"
                + " public void define(dev.verge.Edge edge) {} Hidden(int x) {} }")
        .app("shop.Hidden");
    refused(folder.path(), "shop.Hidden");
  }

  @Test
  void anApplicationThatCannotBeMadeSaysWhy() throws IOException {
    folder
        .source(
            "shop.Failing",
            "package shop; public class Failing implements dev.verge.App {"
                + " public void define(dev.verge.Edge edge) {}"
                + " public Failing() { throw new IllegalStateException(\"no luck\"); } }")
        .app("shop.Failing");
    try (Bundle bundle = Bundle.open(folder.path())) {
      assertThatThrownBy(bundle::define)
          .isInstanceOf(DefinitionException.class)
          .hasMessageContainingAll("shop.Failing", "no luck");
    }
  }

  @Test
  void migrationsAreNumberedWithoutGaps() throws IOException {
    shop().file("migrations/catalog/0004_gap.sql", "");
    refused(folder.path(), "migrations/catalog/0004_gap.sql", "0003 is missing");
    refused(folder.jar(), "0003 is missing");
    Files.delete(folder.path().resolve("migrations/catalog/0004_gap.sql"));
    folder.file("migrations/catalog/0002_again.sql", "");
    refused(folder.path(), "migrations/catalog/0002_more.sql", "two migrations", "0003");
    Files.delete(folder.path().resolve("migrations/catalog/0002_again.sql"));
    folder.file("migrations/catalog/notes.txt", "");
    refused(folder.path(), "migrations/catalog/notes.txt", "0001_what.sql");
    Files.delete(folder.path().resolve("migrations/catalog/notes.txt"));
    Path broken = folder.path().resolve("migrations/catalog/0003_bytes.sql");
    Files.write(broken, new byte[] {(byte) 0xFF});
    refused(folder.path(), "0003_bytes.sql", "UTF-8");
  }

  @Test
  void migrationsBelongToADeclaredDataset() throws IOException {
    shop().file("migrations/flags/0001_first.sql", "");
    try (Bundle bundle = Bundle.open(folder.path())) {
      assertThatThrownBy(bundle::define)
          .isInstanceOf(DefinitionException.class)
          .hasMessageContainingAll("migrations/flags", "[catalog, orders]");
    }
  }

  private static void refused(Path path, String... words) {
    assertThatThrownBy(() -> Bundle.open(path))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContainingAll(words);
  }
}

package dev.verge.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XssTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "a < b > c",
        "1 <2 and 3> 2",
        "<p class='x'>Hello, <b>world</b></p>",
        "<a href=\"https://example.org/\">x</a>",
        "&lt;script&gt;",
        "one=1 ontario=2",
        "<!-- a remark -->"
      })
  void harmlessTextAndMarkupAreNoAttacks(String value) {
    assertThat(Xss.detects(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<ScRiPt/x>",
        "<s\0cript>",
        "<svg/onload=alert(1)>",
        "<xsl:template>",
        "<iframe src=x>"
      })
  void tagsThatRunScriptsAreAttacks(String value) {
    assertThat(Xss.detects(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=alert(1)>",
        "<p style='x'>",
        "<img \u00ffsrc=x onerror=alert(1)>",
        "<img src=\u00ffx onerror=alert(1)>",
        "<p xmlns:a=b>",
        "<animate attributename='href'>",
        "<a href='javascript:x'>"
      })
  void attributesThatRunScriptsAreAttacks(String value) {
    assertThat(Xss.detects(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " \u0001JaVaScript:x",
        "\u00a0javascript:x",
        "java\nscript:x",
        "&#106;ava",
        "&#x6A;ava",
        "&#0000106ava",
        "d&#0;ata:x",
        "view-source:x",
        "vbscript:x"
      })
  void schemesAreFoundHoweverTheyAreWritten(String url) {
    assertThat(Xss.detects("<a href='" + url + "'>")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/javascript:",
        "/data:",
        "dat:",
        "&#x110000;data:",
        "&#;data:"
      })
  void otherUrlsAreHarmless(String url) {
    assertThat(Xss.detects("<a href='" + url + "'>")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " onclick=x",
        "x' onclick='x",
        "x\" onclick=\"x",
        "x` onclick=`x",
        "'><script>",
        "\"><script>",
        "><script>"
      })
  void aValueIsReadAsIfItStoodInATagToo(String value) {
    assertThat(Xss.detects(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html>",
        "<!--[if IE]>",
        "<!--`-->",
        "<?xml version='1.0'?>",
        "<?import x>",
        "<!ENTITY x>"
      })
  void declarationsAndCommentsThatAreNoneAreAttacks(String value) {
    assertThat(Xss.detects(value)).isTrue();
  }

  @Test
  void whatIsInACommentIsNoTag() {
    assertThat(Xss.detects("<!-- <script> -->")).isFalse();
    assertThat(Xss.detects("<!-- x -!><script>")).isTrue();
    assertThat(Xss.detects("<!-- x -\0-><script>")).isTrue();
  }

  @Test
  void whatIsInCdataIsNoTag() {
    assertThat(Xss.detects("<![CDATA[<script>]]>")).isFalse();
    assertThat(Xss.detects("<![CDATA[]]><script>")).isTrue();
  }

  @Test
  void aClosingTagRunsNothing() {
    assertThat(Xss.detects("</script>")).isFalse();
  }
}

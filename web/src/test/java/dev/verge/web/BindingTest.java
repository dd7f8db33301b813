package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries and forms as records. */
class BindingTest {
  enum Sort {
    NEWEST,
    CHEAPEST
  }

  record Search(
      String q,
      Optional<Integer> page,
      @Nullable BigDecimal max,
      @Nullable Sort sort,
      @Nullable Boolean stock,
      @Nullable LocalDate since,
      @Nullable List<String> tag,
      @Nullable List<Integer> ids) {
    Search {
      if (page.isPresent() && page.get() < 1) {
        throw new IllegalArgumentException("page must be at least 1");
      }
    }
  }

  record Note(String body) {}

  private final Harness harness =
      new Harness(edge -> {
        edge.get("/search", c -> Response.json(c.query(Search.class)));
        edge.post("/search", c -> Response.json(c.form(Search.class)));
        edge.get("/one", c -> Response.text(c.query("q").orElse("none")));
        edge.post("/json", c -> Response.json(c.json(Note.class)));
      });

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          q=a | {"q":"a","page":null,"max":null,"sort":null,"stock":null,"since":null,"tag":null,"ids":null}
          q=&page=&max=&sort=&stock=&since= | {"q":"","page":null,"max":null,"sort":null,"stock":null,"since":null,"tag":null,"ids":null}
          q=a+b%20%26%3D%2B%C3%A9&page=2&max=12.50&sort=CHEAPEST&stock=true&since=2026-01-31&tag=x&tag=y&ids=1&ids=2 | {"q":"a b &=+é","page":2,"max":12.50,"sort":"CHEAPEST","stock":true,"since":"2026-01-31","tag":["x","y"],"ids":[1,2]}
          &q=a&&tag=x& | {"q":"a","page":null,"max":null,"sort":null,"stock":null,"since":null,"tag":["x"],"ids":null}
          q | {"q":"","page":null,"max":null,"sort":null,"stock":null,"since":null,"tag":null,"ids":null}
          q=5 | {"q":"5","page":null,"max":null,"sort":null,"stock":null,"since":null,"tag":null,"ids":null}
          """)
  void queriesAndFormsBecomeRecords(String parameters, String expected) {
    assertThat(harness.bodyOf(Requests.get("/search?" + parameters))).isEqualTo(expected);
    assertThat(harness.bodyOf(Requests.form("/search", parameters))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          page=1 | q: is required
          q=a&page=x | page: must be a whole number
          q=a&page=1.5 | page: must be a whole number
          q=a&page=0x1 | page: must be a whole number
          q=a&page=99999999999 | page: must be a whole number from -2147483648 to 2147483647
          q=a&page=1&page=2 | page: must be a whole number
          q=a&q=b | q: must be text
          q=a&max=ten | max: must be a number
          q=a&max=1e999999999 | max: must have at most 100 digits on either side of the point
          q=a&sort=cheapest | sort: must be one of NEWEST, CHEAPEST
          q=a&sort=0 | sort: must be one of NEWEST, CHEAPEST
          q=a&stock=yes | stock: must be true or false
          q=a&stock=1 | stock: must be true or false
          q=a&since=yesterday | since: must be a date such as 2026-01-31
          q=a&ids=1&ids=b | ids[1]: must be a whole number
          q=a&pge=1 | pge: is not a known field, there are q, page, max, sort, stock, since, tag, ids
          q=a&since=20260131 | since: must be a date such as 2026-01-31
          q=a&page=0 | page must be at least 1
          """)
  void whatDoesNotFitIsA400ThatNamesTheField(String parameters, String detail) {
    for (Requests request :
        List.of(Requests.get("/search?" + parameters), Requests.form("/search", parameters))) {
      Response response = harness.handle(request);
      assertThat(response.status()).as(parameters).isEqualTo(400);
      assertThat(harness.body(response)).contains("\"detail\":\"" + detail + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"q=%", "q=%4", "q=%zz", "q=%C3", "q=%FF", "%FF=q", "a=b&q=%C0%80"})
  void brokenEncodingIsA400(String parameters) {
    assertThat(harness.handle(Requests.get("/one?" + parameters)).status()).isEqualTo(400);
    assertThat(harness.handle(Requests.get("/search?" + parameters)).status()).isEqualTo(400);
    assertThat(harness.handle(Requests.form("/search", parameters)).status()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsNotUtf8IsA400() {
    Requests form = Requests.form("/search", "").withBody(new byte[] {'q', '=', (byte) 0xFF});
    assertThat(harness.handle(form).status()).isEqualTo(400);
  }

  @Test
  void readsTheFirstOfAQueryParameter() {
    assertThat(harness.bodyOf(Requests.get("/one?q=a%20b&q=c"))).isEqualTo("a b");
    assertThat(harness.bodyOf(Requests.get("/one?Q=a"))).isEqualTo("none");
    assertThat(harness.bodyOf(Requests.get("/one"))).isEqualTo("none");
    assertThat(harness.bodyOf(Requests.get("/one?"))).isEqualTo("none");
    assertThat(harness.bodyOf(Requests.get("/one?q=é"))).isEqualTo("é");
  }

  @Test
  void theNumberOfParametersIsBounded() {
    assertThat(harness.handle(Requests.get("/one?" + "a&".repeat(1_000))).status()).isEqualTo(200);
    assertThat(harness.handle(Requests.get("/one?" + "a&".repeat(1_001))).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                       | 200
          Application/JSON; Charset="UTF-8"      | 200
          application/merge-patch+json           | 200
          application/json; charset=iso-8859-1   | 415
          text/json                              | 415
          text/plain                             | 415
          application/x-www-form-urlencoded      | 415
          application/jsonp                      | 415
          """)
  void aJsonBodyMustSayThatItIsOne(String type, int status) {
    Requests request = Requests.json("/json", "{\"body\":\"x\"}").withHeader("Content-Type", type);
    assertThat(harness.handle(request).status()).isEqualTo(status);
  }

  @Test
  void aBodyWithoutATypeIsRefused() {
    Requests json = Requests.of("POST", "/json").withBody(new byte[] {'{', '}'});
    assertThat(harness.handle(json).status()).isEqualTo(415);
    Requests form = Requests.json("/search", "{}");
    assertThat(harness.handle(form).status()).isEqualTo(415);
  }
}

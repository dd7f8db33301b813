package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Problem;
import dev.verge.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReadingTest {
  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "verdant";
      }
    }
  }

  record Item(long productId, int quantity) {
    Item {
      if (quantity > 10_000) {
        throw new IllegalArgumentException("quantity is at most 10,000");
      }
      if (quantity == 13) {
        throw Problem.of(422, "Unlucky", "no thirteen");
      }
      if (quantity == 666) {
        throw new IllegalStateException("a bug");
      }
    }
  }

  record Order(List<Item> items, @Nullable String note) {}

  record All(
      String text,
      BigDecimal price,
      double ratio,
      boolean open,
      Color color,
      LocalDate day,
      Instant at,
      Duration length,
      UUID id,
      byte[] blob,
      Map<String, Integer> counts,
      List<@Nullable String> gaps,
      Optional<String> maybe,
      OptionalInt number,
      @Nullable Integer none,
      BigInteger big) {}

  record One(
      @Nullable String text,
      @Nullable BigDecimal price,
      @Nullable Double ratio,
      @Nullable Boolean open,
      @Nullable Color color,
      @Nullable LocalDate day,
      @Nullable Instant at,
      @Nullable Duration length,
      @Nullable UUID id,
      byte @Nullable [] blob,
      @Nullable Map<String, Integer> counts,
      @Nullable List<String> names,
      @Nullable List<Instant> times,
      @Nullable Integer number,
      @Nullable Long large,
      @Nullable Short small,
      @Nullable BigInteger big,
      @Nullable Item item,
      Optional<Integer> maybe) {}

  record Tree(String name, List<Tree> children) {}

  record Page<T>(List<T> rows, int total) {}

  private final Json json = new Json();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Problem refusal(String text, Class<?> type) {
    return catchThrowableOfType(Problem.class, () -> json.read(utf8(text), type));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"items":[{"productId":1,"quantity":"2"}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":2.5}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":2.0}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":1e2}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":true}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":[1]}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":{}}]} | items[0].quantity: must be a whole number
          {"items":[{"productId":1,"quantity":2147483648}]} | items[0].quantity: must be a whole number from -2147483648 to 2147483647
          {"items":[{"productId":9223372036854775808,"quantity":1}]} | items[0].productId: must be a whole number from -9223372036854775808 to 9223372036854775807
          {"items":[{"productId":1,"quantity":null}]} | items[0].quantity: must not be null
          {"items":[{"productId":1}]} | items[0].quantity: is required
          {"items":[{}]} | items[0].productId, items[0].quantity: are required
          {} | items: is required
          {"items":null} | items: must not be null
          {"items":[null]} | items[0]: must not be null
          {"items":{}} | items: must be a list
          {"items":"x"} | items: must be a list
          {"items":[1]} | items[0]: must be an object
          {"items":[{"productId":1,"quantity":1,"price":0}]} | items[0].price: is not a known field, there are productId, quantity
          {"items":[{"productId":1,"quantity":1},{"productId":1,"quantity":10001}]} | items[1]: quantity is at most 10,000
          {"items":[],"items":[]} | items: is given twice
          {"items":[{"productId":1,"productId":1}]} | items[0].productId: is given twice
          {"items":[],"Items":[]} | Items: is not a known field, there are items, note
          {"items":[],"note":5} | note: must be text
          {"items":[],"note":["a"]} | note: must be text
          {"items":[],"note":"\\ud83d"} | note: has half a character: an unpaired surrogate
          {"items":[]} {} | the body has something after the JSON value
          {"items":[]}, | the body is not valid JSON at line 1, column 13
          {"items":[] | the body is not valid JSON at line 1, column 12
          {"items":[}] | the body is not valid JSON at line 1, column 11
          {'items':[]} | the body is not valid JSON at line 1, column 2
          {"items":[],} | the body is not valid JSON at line 1, column 13
          {"items":[{"productId":01,"quantity":1}]} | the body is not valid JSON at line 1, column 25
          {"items":[{"productId":NaN,"quantity":1}]} | the body is not valid JSON at line 1, column 27
          [] | the body must be an object
          "x" | the body must be an object
          null | the body must not be null
          `` | the body is empty, it must be JSON
          ` ` | the body is empty, it must be JSON
          """)
  void namesTheFieldAndWhatWasExpected(String text, String detail) {
    Problem problem = refusal(text, Order.class);
    assertThat(problem).as(text).isNotNull();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo(detail);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"text":1} | text: must be text
          {"text":true} | text: must be text
          {"price":"1.5"} | price: must be a number
          {"price":""} | price: must be a number
          {"price":1e999999999} | price: must have at most 100 digits on either side of the point
          {"price":1e-999999} | price: must have at most 100 digits on either side of the point
          {"price":0e999999} | price: must have at most 100 digits on either side of the point
          {"ratio":"1.5"} | ratio: must be a number
          {"ratio":"NaN"} | ratio: must be a number that is not too large
          {"ratio":1e999} | ratio: must be a number that is not too large
          {"open":"true"} | open: must be true or false
          {"open":1} | open: must be true or false
          {"color":"BLUE"} | color: must be one of RED, GREEN
          {"color":"red"} | color: must be one of RED, GREEN
          {"color":"verdant"} | color: must be one of RED, GREEN
          {"color":0} | color: must be one of RED, GREEN
          {"color":""} | color: must be one of RED, GREEN
          {"day":"2026-02-30"} | day: must be a date such as 2026-01-31
          {"day":"2026-02-03T00:00:00"} | day: must be a date such as 2026-01-31
          {"day":""} | day: must be a date such as 2026-01-31
          {"day":20260203} | day: must be a date such as 2026-01-31
          {"day":[2026,2,3]} | day: must be a date such as 2026-01-31
          {"at":1700000000} | at: must be a time such as 2026-01-31T12:00:00Z
          {"at":1.5} | at: must be a time such as 2026-01-31T12:00:00Z
          {"at":"1700000000"} | at: must be a time such as 2026-01-31T12:00:00Z
          {"at":"now"} | at: must be a time such as 2026-01-31T12:00:00Z
          {"times":["2026-01-31T12:00:00Z",5]} | times[1]: must be a time such as 2026-01-31T12:00:00Z
          {"length":900} | length: must be a duration such as PT15M
          {"length":"15m"} | length: must be a duration such as PT15M
          {"id":"7"} | id: must be a UUID
          {"id":7} | id: must be a UUID
          {"blob":"a!"} | blob: must be Base64 text
          {"blob":[1,2]} | blob: must be Base64 text
          {"counts":{"a":"1"}} | counts.a: must be a whole number
          {"counts":{"a":null}} | counts.a: must not be null
          {"counts":{"a":1,"a":2}} | counts.a: is given twice
          {"counts":[]} | counts: must be an object
          {"names":["a",null]} | names[1]: must not be null
          {"names":["a",1]} | names[1]: must be text
          {"names":"a"} | names: must be a list
          {"small":40000} | small: must be a whole number from -32768 to 32767
          {"large":"1"} | large: must be a whole number
          {"big":1.5} | big: must be a whole number
          {"maybe":"1"} | maybe: must be a whole number
          {"item":[]} | item: must be an object
          """)
  void saysWhatEveryKindOfValueLooksLike(String text, String detail) {
    Problem problem = refusal(text, One.class);
    assertThat(problem).as(text).isNotNull();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo(detail);
    assertThat(problem.members()).containsEntry("field", detail.substring(0, detail.indexOf(':')));
  }

  @Test
  void readsEveryKindOfValue() {
    All all =
        json.read(
            utf8(
                """
                {"text":"Ünï 🦔 \\ud83e\\udd94","price":12.50,"ratio":1,"open":true,"color":"GREEN",
                 "day":"2026-01-31","at":"2026-01-31T12:00:00Z","length":"PT15M",
                 "id":"123e4567-e89b-12d3-a456-426614174000","blob":"AQID","counts":{"a":1},
                 "gaps":["x",null],"big":123456789012345678901234567890,"number":4}
                """),
            All.class);
    assertThat(all.text()).isEqualTo("Ünï 🦔 🦔");
    assertThat(all.price()).isEqualTo(new BigDecimal("12.50"));
    assertThat(all.ratio()).isEqualTo(1.0);
    assertThat(all.color()).isEqualTo(Color.GREEN);
    assertThat(all.day()).isEqualTo("2026-01-31");
    assertThat(all.at()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(all.length()).isEqualTo(Duration.ofMinutes(15));
    assertThat(all.blob()).containsExactly(1, 2, 3);
    assertThat(all.counts()).containsExactly(Map.entry("a", 1));
    assertThat(all.gaps()).isEqualTo(Arrays.asList("x", null));
    assertThat(all.maybe()).isEmpty();
    assertThat(all.number()).hasValue(4);
    assertThat(all.none()).isNull();
    assertThat(all.big()).isEqualTo(new BigInteger("123456789012345678901234567890"));
  }

  @Test
  void readsRecordsWithinThemselvesAndGenericOnes() throws Exception {
    Tree tree =
        json.read(
            utf8("{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}"), Tree.class);
    assertThat(tree.children().getFirst().name()).isEqualTo("b");
    record Holder(Page<Item> page) {}
    Holder holder =
        json.read(
            utf8("{\"page\":{\"rows\":[{\"productId\":1,\"quantity\":2}],\"total\":1}}"),
            Holder.class);
    assertThat(holder.page().rows()).containsExactly(new Item(1, 2));
    Object list =
        json.read(
            utf8("[{\"productId\":1,\"quantity\":2}]"),
            Order.class.getRecordComponents()[0].getGenericType());
    assertThat(list).isEqualTo(List.of(new Item(1, 2)));
    assertThat(json.read(utf8("7"), int.class)).isEqualTo(7);
  }

  @Test
  void aConstructorRefusesInItsOwnWords() {
    Problem problem = refusal("{\"items\":[{\"productId\":1,\"quantity\":13}]}", Order.class);
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.detail()).isEqualTo("no thirteen");
    Problem root = refusal("{\"productId\":1,\"quantity\":20000}", Item.class);
    assertThat(root.detail()).isEqualTo("quantity is at most 10,000");
  }

  @Test
  void aConstructorsOtherExceptionsAreBugsAndComeOut() {
    assertThatThrownBy(
            () -> json.read(utf8("{\"items\":[{\"productId\":1,\"quantity\":666}]}"), Order.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
    assertThatThrownBy(() -> json.read(utf8("{\"runnable\":{}}"), Unreadable.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be read from JSON");
  }

  record Unreadable(Runnable runnable) {}

  @Test
  void refusesWhatIsNotUtf8() {
    byte[][] broken = {
      {'"', (byte) 0xC0, (byte) 0x80, '"'},
      {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
      {'"', (byte) 0xE2, (byte) 0x82, '"'},
      "\"x\"".getBytes(StandardCharsets.UTF_16LE),
      "\"é\"".getBytes(StandardCharsets.ISO_8859_1)
    };
    for (byte[] bytes : broken) {
      assertThatThrownBy(() -> json.read(bytes, String.class))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    }
  }

  @Test
  void boundsDepthNumbersAndNames() {
    String deep = "{\"name\":\"a\",\"children\":[".repeat(40) + "]}".repeat(40);
    assertThat(refusal(deep, Tree.class).detail()).contains("nested too deeply");
    assertThat(refusal("{\"big\":" + "9".repeat(101) + "}", One.class).detail())
        .contains("too long");
    String name = "n".repeat(2_000);
    assertThat(refusal("{\"" + name + "\":1}", One.class).detail()).contains("too long");
    String echoed = refusal("{\"" + "n".repeat(900) + "\":1}", One.class).detail();
    assertThat(String.valueOf(echoed).length()).isLessThan(600);
  }

  @Test
  void neverTellsJavaNames() {
    List<String> inputs = new ArrayList<>();
    for (String field :
        List.of("text", "price", "day", "at", "id", "counts", "names", "item", "color")) {
      for (String value : List.of("{}", "[]", "[[]]", "1", "1.5", "true", "\"\"", "{\"a\":{}}")) {
        inputs.add("{\"" + field + "\":" + value + "}");
      }
    }
    for (String input : inputs) {
      Problem problem =
          catchThrowableOfType(Problem.class, () -> json.read(utf8(input), One.class));
      if (problem != null) {
        assertThat(problem.detail()).as(input).doesNotContain("java", "dev.verge", "tools.", "`");
      }
    }
  }

  @Test
  void readsArgumentsByTheirTypes() {
    List<Class<?>> types = List.of(String.class, Item.class, int.class);
    assertThat(json.readEach(utf8("[\"a\",{\"productId\":1,\"quantity\":2},3]"), types))
        .containsExactly("a", new Item(1, 2), 3);
    assertThat(json.readEach(utf8("[null,null,3]"), types)).containsExactly(null, null, 3);
    assertThatThrownBy(() -> json.readEach(utf8("[\"a\",{\"productId\":1},3]"), types))
        .hasMessageContaining("[1].quantity: is required");
    assertThatThrownBy(() -> json.readEach(utf8("[\"a\"]"), types))
        .hasMessageContaining("only 1 of 3");
    assertThatThrownBy(() -> json.readEach(utf8("[\"a\",null,1,2]"), types))
        .hasMessageContaining("more than 3");
    assertThatThrownBy(() -> json.readEach(utf8("[\"a\",null,null]"), types))
        .hasMessageContaining("[2]: must be a whole number");
    assertThatThrownBy(() -> json.readEach(utf8("{}"), types))
        .hasMessageContaining("must be a list");
  }

  @Test
  void rowsSurviveTheTrip() {
    Row row = new Row(List.of("id", "name", "price", "gone"), new Object[] {1L, "a", 1.5, null});
    assertThat(json.read(json.write(row), Row.class)).isEqualTo(row);
  }
}

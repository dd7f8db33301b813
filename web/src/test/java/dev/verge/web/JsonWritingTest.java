package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonWritingTest {
  enum Color {
    RED;

    @Override
    public String toString() {
      return "rosy";
    }
  }

  record Product(
      long id,
      String name,
      BigDecimal price,
      Color color,
      @Nullable String note,
      Optional<Integer> stock,
      boolean active) {
    public BigDecimal getTotal() {
      return price;
    }

    public boolean isSold() {
      return false;
    }

    String label() {
      return name;
    }
  }

  record Times(Instant at, LocalDate day, Duration length) {}

  record Money(BigDecimal amount) {}

  private final Json json = new Json();

  private String write(Object value) {
    return new String(json.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void writesTheComponentsOfARecordInOrderAndNothingElse() {
    Product product =
        new Product(
            7, "a \"q\" <é> 🦔", new BigDecimal("12.50"), Color.RED, null, Optional.of(3), true);
    assertThat(product.label()).isNotEmpty();
    assertThat(write(product))
        .isEqualTo(
            "{\"id\":7,\"name\":\"a \\\"q\\\" <é> 🦔\",\"price\":12.50,\"color\":\"RED\","
                + "\"note\":null,\"stock\":3,\"active\":true}");
    assertThat(json.read(json.write(product), Product.class)).isEqualTo(product);
  }

  @Test
  void writesDecimalsExactlyAndPlainly() {
    for (String amount :
        List.of("12.50", "0.00", "100", "0.1", "-3.30", "12345678901234567890.12")) {
      assertThat(write(new Money(new BigDecimal(amount)))).isEqualTo("{\"amount\":" + amount + "}");
    }
    assertThat(write(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(write(new BigDecimal("1E-7"))).isEqualTo("0.0000001");
    assertThat(write(Map.of("a", new BigDecimal("2.00")))).isEqualTo("{\"a\":2.00}");
  }

  @Test
  void writesTimesAsText() {
    assertThat(
            write(
                new Times(
                    Instant.parse("2026-01-31T12:00:00Z"),
                    LocalDate.parse("2026-01-31"),
                    Duration.ofMinutes(15))))
        .isEqualTo("{\"at\":\"2026-01-31T12:00:00Z\",\"day\":\"2026-01-31\",\"length\":\"PT15M\"}");
  }

  @Test
  void writesRowsInTheOrderOfTheirColumns() {
    List<String> columns = List.of("z", "a", "m", "blob", "none");
    Row row = new Row(columns, new Object[] {1L, "text", 1.5, new byte[] {1, 2, 3}, null});
    assertThat(write(row))
        .isEqualTo("{\"z\":1,\"a\":\"text\",\"m\":1.5,\"blob\":\"AQID\",\"none\":null}");
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("rows", List.of(row));
    page.put("total", 1);
    assertThat(write(page)).startsWith("{\"rows\":[{\"z\":1,").endsWith("}],\"total\":1}");
  }

  @Test
  void writesMapsInTheirOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("a", List.of());
    assertThat(write(map)).isEqualTo("{\"b\":1,\"a\":[]}");
    assertThat(write("plain")).isEqualTo("\"plain\"");
    assertThat(write(List.of(1, 2))).isEqualTo("[1,2]");
  }
}

package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void textStandsLeftAndNumbersRight() {
    Table table = Table.of("name", "price", "note");
    table.row("tea", "4.50", "hot").row("kettle", "120.00", "");

    assertThat(table.toString())
        .isEqualTo(
            """
            name     price  note
            tea       4.50  hot
            kettle  120.00
            """);
  }

  @Test
  void columnsAlignWithTextOutsideTheBasicPlane() {
    Table table = Table.of("a", "b").row("🍵🍵", "x").row("té", "y");

    assertThat(table.toString()).isEqualTo("a   b\n🍵🍵  x\nté  y\n");
  }

  @Test
  void aTableWithoutRowsIsItsHead() {
    assertThat(Table.of("A", "B").toString()).isEqualTo("A  B\n");
  }

  @Test
  void whatCouldSteerTheTerminalIsShownAsEscapes() {
    Table table = Table.of("x").row("a\u001b[31mred\nb\tc\u202e");

    assertThat(table.toString()).isEqualTo("x\na\\u001b[31mred\\nb\\tc\\u202e\n");
  }

  @Test
  void longCellsAreCutBetweenCharacters() {
    String cell = Table.of("x").row("🍵".repeat(100)).toString().lines().toList().get(1);

    assertThat(cell).isEqualTo("🍵".repeat(79) + "…");
  }

  @Test
  void aRowThatDoesNotFitTheHeadIsRefused() {
    Table table = Table.of("a", "b");

    assertThatThrownBy(() -> table.row(List.of("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells in 2 columns");
  }
}

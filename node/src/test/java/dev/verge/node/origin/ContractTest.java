package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ContractTest {
  interface Overloaded {
    void put(String text);

    void put(int number);
  }

  interface TakesStream {
    void read(InputStream in);
  }

  interface TakesCallback {
    void each(Consumer<String> to);
  }

  interface ReturnsAnything {
    Object get();
  }

  interface ReturnsRawList {
    @SuppressWarnings("rawtypes") // What a careless author writes.
    List get();
  }

  interface ReturnsHidden {
    Optional<List<Holder>> get();
  }

  interface TakesAnyType {
    <T extends Number> List<T> get(T from);
  }

  /** Public, and what it returns is not. */
  public interface ReturnsUnreachable {
    Node get();
  }

  interface Good {
    Page<Node> page(Map<String, ? extends Long> counts);

    Page<Node> next(byte[] cursor, int[] sizes);
  }

  record Holder(String name, Supplier<String> later) {}

  record Page<T>(List<T> items, int total) {}

  record Node(String name, List<Node> children) {}

  @Test
  void overloadedNamesAreRefused() {
    assertThatThrownBy(() -> Contract.of(Overloaded.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Overloaded.put is overloaded: give each method its own name");
  }

  @Test
  void whatJsonCannotCarryIsRefusedByName() {
    for (Class<?> bad :
        List.of(
            TakesStream.class,
            TakesCallback.class,
            ReturnsAnything.class,
            ReturnsRawList.class,
            ReturnsHidden.class,
            ReturnsUnreachable.class,
            TakesAnyType.class)) {
      assertThatThrownBy(() -> Contract.of(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("origin component method " + bad.getName() + ".")
          .hasMessageContaining(bad.getSimpleName().startsWith("Takes") ? "take" : "return");
    }
  }

  @Test
  void recordsListsAndArraysAreCarriedAlsoInsideEachOther() {
    assertThat(Contract.of(Good.class).calls()).containsOnlyKeys("page", "next");
  }
}

package dev.verge.shop;

import dev.verge.Problem;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a client wants to buy. */
public record NewOrder(List<Item> items) {
  public NewOrder {
    if (items.isEmpty() || items.size() > 100) {
      throw Problem.field("items", "must be 1 to 100 items");
    }
  }

  /** So many of one product. */
  public record Item(long productId, int quantity) {
    public Item {
      if (quantity < 1 || quantity > 10_000) {
        throw Problem.field("quantity", "must be 1 to 10000");
      }
    }
  }

  /** How many of which product, by id; items of the same product are added up. */
  SortedMap<Long, Integer> quantities() {
    return items.stream()
        .collect(Collectors.toMap(Item::productId, Item::quantity, Integer::sum, TreeMap::new));
  }

  /** The same for orders of the same things, whatever their order. */
  String canonical() {
    return quantities().entrySet().stream()
        .map((Map.Entry<Long, Integer> e) -> e.getKey() + "x" + e.getValue())
        .collect(Collectors.joining(","));
  }
}

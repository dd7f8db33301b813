package dev.verge.shop;

import java.util.List;

/**
 * A page of a user's orders, the newest first.
 *
 * @param page from 1
 * @param total of all pages
 */
public record OrderList(List<Order> orders, int page, long total) {
  static final int SIZE = 50;

  /** Whether there are older ones. */
  public boolean hasOlder() {
    return (long) page * SIZE < total;
  }
}

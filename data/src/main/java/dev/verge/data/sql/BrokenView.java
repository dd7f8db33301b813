package dev.verge.data.sql;

/** A view's database or its history cannot be used as it is. The message says where and why. */
final class BrokenView extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenView(String message) {
    super(message);
  }

  BrokenView(String message, Throwable cause) {
    super(message, cause);
  }
}

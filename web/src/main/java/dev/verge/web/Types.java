package dev.verge.web;

import java.lang.invoke.MethodType;

/** Helps with primitive classes. */
final class Types {
  private Types() {}

  /** The class whose instances are boxed values of a primitive class; any other class itself. */
  @SuppressWarnings("unchecked") // int.class and Integer.class are both Class<Integer>
  static <T> Class<T> wrap(Class<T> type) {
    return (Class<T>) MethodType.methodType(type).wrap().returnType();
  }
}

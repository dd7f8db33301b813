package dev.verge.node.origin;

import dev.verge.Retryable;
import dev.verge.data.Peers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an origin component's interface says of its calls: arguments travel as a JSON array, results
 * as a JSON array of one, each method as a peer operation of its own.
 */
record Contract(Class<?> component, Map<String, Call> calls) {

  /** A method as it travels. */
  record Call(
      Class<?> component,
      Method method,
      String operation,
      List<Type> parameters,
      Type result,
      boolean retryable) {

    @Override
    public String toString() {
      return component.getName() + "." + method.getName();
    }
  }

  /**
   * The contract of an interface.
   *
   * @throws IllegalArgumentException naming the method that cannot be called from afar, and the
   *     mend
   */
  static Contract of(Class<?> component) {
    Map<String, Call> calls = new LinkedHashMap<>();
    for (Method method : component.getMethods()) {
      if (Modifier.isStatic(method.getModifiers()) || method.isDefault()) {
        continue;
      }
      String name = component.getName() + "." + method.getName();
      // The interface may be hidden from us: it is the application's.
      method.setAccessible(true);
      Call call =
          new Call(
              component,
              method,
              "origin." + name,
              List.of(method.getGenericParameterTypes()),
              method.getGenericReturnType(),
              method.isAnnotationPresent(Retryable.class));
      if (calls.put(method.getName(), call) != null) {
        throw new IllegalArgumentException(
            "origin component method " + name + " is overloaded: give each method its own name");
      }
      call.parameters().forEach(parameter -> check(name, "take", parameter));
      check(name, "return", call.result());
      checkPublic(name, component, method.getReturnType());
    }
    return new Contract(component, Map.copyOf(calls));
  }

  private static void check(String name, String does, Type type) {
    if (!Carried.can(type)) {
      throw new IllegalArgumentException(
          "origin component method "
              + name
              + " cannot "
              + does
              + " "
              + type.getTypeName()
              + ": JSON carries numbers, text, times, enums, records of such, and List, Set, Map and"
              + " Optional of such");
    }
  }

  /** The proxy of a public interface stands in a package of its own and casts results. */
  private static void checkPublic(String name, Class<?> component, Class<?> result) {
    if (Modifier.isPublic(component.getModifiers()) && !Modifier.isPublic(result.getModifiers())) {
      throw new IllegalArgumentException(
          "origin component method "
              + name
              + " is public but returns "
              + result.getName()
              + ", which is not: make that public too");
    }
  }

  Call call(Method method) {
    Call call = calls.get(method.getName());
    if (call == null) {
      throw new IllegalArgumentException(method + " is not a method of " + component.getName());
    }
    return call;
  }

  /** Operations by name, each served by {@code serve}. */
  Map<String, Peers.Operation> operations(Server serve) {
    Map<String, Peers.Operation> operations = new LinkedHashMap<>();
    calls
        .values()
        .forEach(call -> operations.put(call.operation(), (from, body) -> serve.serve(call, body)));
    return operations;
  }

  /** Answers a call that came from another location. */
  interface Server {
    byte[] serve(Call call, byte[] arguments);
  }
}

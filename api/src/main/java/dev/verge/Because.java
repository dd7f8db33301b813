package dev.verge;

/**
 * Why a component needs one place in the world. An application without the reason does not start.
 */
public record Because(String reason) {
  public Because {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "say why the component needs the origin: because(\"...\")");
    }
  }

  /** Reads well where it is declared: {@code because("payment needs one ledger")}. */
  public static Because because(String reason) {
    return new Because(reason);
  }
}

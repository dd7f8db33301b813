package dev.verge.node.config;

/**
 * What is written of requests that the firewall's rules match, at each location's data folder.
 *
 * @param values whether with what matched, which may be secret
 * @param bytes of each of the files that take turns, about
 */
public record Audit(boolean on, boolean values, int bytes) {
  /** What holds unless the operator says else. */
  public static final Audit DEFAULT = new Audit(true, false, 10 << 20);

  static Audit read(Section waf) {
    String mode = waf.text("audit");
    int bytes = (int) waf.number("audit-bytes", DEFAULT.bytes, 10_000, 1 << 30);
    return switch (mode) {
      case null -> new Audit(true, false, bytes);
      case "on" -> new Audit(true, false, bytes);
      case "off" -> new Audit(false, false, bytes);
      case "values" -> new Audit(true, true, bytes);
      default -> throw waf.wrong("audit", "is on, off or values");
    };
  }
}

package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLang;
import dev.verge.waf.seclang.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rules, compiled once and shared by all requests. Immutable; to change rules, load others and
 * begin with those.
 */
public final class Rules {
  private final Plan plan;

  private Rules(Plan plan) {
    this.plan = plan;
  }

  /** Collects what rules are made of, in the order in which it counts. */
  public static final class Builder {
    private final List<Directive> directives = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a file, and what it includes. Files of data that its rules name lie beside it.
     *
     * @throws dev.verge.waf.seclang.SecLangException naming file and line of what is wrong
     */
    public Builder file(Path file) throws IOException {
      directives.addAll(SecLang.read(file));
      return this;
    }

    /**
     * Adds text. Files of data that its rules name are found as if a file of the given name had the
     * text.
     *
     * @param name what to call it in errors
     * @throws dev.verge.waf.seclang.SecLangException naming the line of what is wrong
     */
    public Builder text(String name, String text) throws IOException {
      directives.addAll(SecLang.read(name, text));
      return this;
    }

    /**
     * Adds rules that come with the engine.
     *
     * @param name {@code engine}: how bodies are read, and that broken ones are refused
     */
    public Builder bundled(String name) throws IOException {
      try (InputStream in = Rules.class.getResourceAsStream(name + ".conf")) {
        byte[] bytes = Objects.requireNonNull(in, "no bundled rules " + name).readAllBytes();
        return text(name + ".conf", new String(bytes, ISO_8859_1));
      }
    }

    /**
     * Compiles them.
     *
     * @throws dev.verge.waf.seclang.SecLangException naming file and line of what is not understood
     */
    public Rules build() {
      return new Rules(Compiler.compile(directives, Builder::beside));
    }

    private static List<String> beside(Source rule, String name) throws IOException {
      return Files.readAllLines(Path.of(rule.file()).resolveSibling(name), ISO_8859_1);
    }
  }

  /** Begins to collect rules. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins a request. */
  public Transaction begin(Client client) {
    return begin(client, Trace.NONE);
  }

  /** Begins a request that is followed rule by rule. */
  public Transaction begin(Client client, Trace trace) {
    return new Transaction(plan, client, true, trace);
  }

  /**
   * Begins a request whose rules all run, whatever their literals say and whatever was found out
   * before: to check the gate, {@link RecurringValues} and {@link ConstantFolding} by.
   */
  Transaction beginUngated(Client client) {
    return new Transaction(plan, client, false, Trace.NONE);
  }

  /** How many rules there are, a chain counted as one. */
  public int size() {
    return plan.rules();
  }
}

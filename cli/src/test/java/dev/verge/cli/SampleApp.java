package dev.verge.cli;

import static dev.verge.Because.because;
import static dev.verge.Consistency.eventual;

import dev.verge.App;
import dev.verge.Edge;
import dev.verge.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A small application, as a bundle: a folder of its classes. */
public final class SampleApp implements App {
  /** Runs at the origin. */
  public interface Ledger {
    /** Adds. */
    int add(int amount);
  }

  @Override
  public void define(Edge edge) {
    edge.data().kv("notes", eventual());
    edge.origin(Ledger.class, origin -> amount -> amount + 1, because("money needs one ledger"));
    edge.get("/hello", c -> Response.text("hello from " + c.location().code()));
    edge.post("/pay", c -> Response.json(c.origin(Ledger.class).add(1))).calls(Ledger.class);
  }

  /** Writes the bundle into a folder. */
  static Path bundle(Path folder) throws IOException {
    for (Class<?> type : List.of(SampleApp.class, Ledger.class)) {
      String name = type.getName().replace('.', '/') + ".class";
      Path file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      try (InputStream in =
          Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(in), file);
      }
    }
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(App.class.getName()), SampleApp.class.getName() + "\n");
    return folder;
  }
}

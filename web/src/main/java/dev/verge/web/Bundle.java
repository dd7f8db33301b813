package dev.verge.web;

import dev.verge.App;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application as it is deployed: a jar, or a folder of classes, with its own class loader. It
 * sees the JDK, the application API, JTE and JSpecify, and nothing of the runtime. Thread-safe.
 *
 * <p>An open bundle keeps its jar open; put a new version beside it, never in its place.
 */
public final class Bundle implements Closeable {
  private final Path path;
  private final BundleLoader loader;
  private final ServiceLoader.Provider<App> app;
  private final long size;
  private final Map<String, List<Migration>> migrations;

  private Bundle(
      Path path,
      BundleLoader loader,
      ServiceLoader.Provider<App> app,
      long size,
      Map<String, List<Migration>> migrations) {
    this.path = path;
    this.loader = loader;
    this.app = app;
    this.size = size;
    this.migrations = migrations;
  }

  /**
   * Opens a bundle and checks what can be checked without running it.
   *
   * @throws DefinitionException if it is no bundle, naming what is wrong and the mend
   */
  public static Bundle open(Path jarOrFolder) {
    if (!Files.exists(jarOrFolder)) {
      throw new DefinitionException("bundle " + jarOrFolder + " does not exist: build it first");
    }
    try {
      Map<String, List<Migration>> migrations = migrations(jarOrFolder);
      long size = size(jarOrFolder);
      BundleLoader loader = new BundleLoader(jarOrFolder.toUri().toURL());
      try {
        return new Bundle(jarOrFolder, loader, find(jarOrFolder, loader), size, migrations);
      } catch (DefinitionException e) {
        loader.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DefinitionException("bundle " + jarOrFolder + " cannot be read: " + e, e);
    }
  }

  private static ServiceLoader.Provider<App> find(Path path, ClassLoader loader) {
    List<ServiceLoader.Provider<App>> apps;
    try {
      apps = ServiceLoader.load(App.class, loader).stream().toList();
    } catch (ServiceConfigurationError e) {
      throw new DefinitionException(
          "bundle " + path + ": META-INF/services/dev.verge.App is wrong: " + e.getMessage(), e);
    }
    if (apps.size() != 1) {
      throw new DefinitionException(
          "bundle "
              + path
              + (apps.isEmpty()
                  ? " has no application: name its class in META-INF/services/dev.verge.App"
                  : " has several applications, "
                      + apps.stream().map(a -> a.type().getName()).collect(Collectors.joining(", "))
                      + ": name one in META-INF/services/dev.verge.App"));
    }
    return apps.getFirst();
  }

  private static Map<String, List<Migration>> migrations(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return migrationsIn(path);
    }
    try (FileSystem jar = FileSystems.newFileSystem(path)) {
      return migrationsIn(jar.getPath("/"));
    } catch (ProviderNotFoundException e) {
      throw new DefinitionException("bundle " + path + " is neither a folder nor a jar", e);
    }
  }

  private static Map<String, List<Migration>> migrationsIn(Path root) throws IOException {
    Map<String, List<Migration>> all = new LinkedHashMap<>();
    for (String dataset : Migrations.datasets(root)) {
      all.put(dataset, Migrations.read(root, dataset));
    }
    return all;
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }

  /**
   * A new instance of the application, defined and checked: one for each location.
   *
   * @throws DefinitionException naming what is wrong, and the mend
   */
  public Application define() {
    App instance;
    try {
      instance = app.get();
    } catch (ServiceConfigurationError e) {
      throw new DefinitionException(
          "application " + app.type().getName() + " cannot be made: " + reason(e), e);
    }
    Application application = Application.define(instance, loader);
    checkMigrations(application);
    return application;
  }

  private static String reason(ServiceConfigurationError e) {
    return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getCause().toString();
  }

  private void checkMigrations(Application application) {
    Set<String> migratable = new TreeSet<>();
    for (Dataset dataset : application.datasets()) {
      if (!(dataset instanceof Dataset.KvDeclaration)) {
        migratable.add(dataset.name());
      }
    }
    for (String dataset : migrations.keySet()) {
      if (!migratable.contains(dataset)) {
        throw new DefinitionException(
            "migrations/"
                + dataset
                + " belongs to no SQL or PostgreSQL dataset: rename it to one of "
                + migratable
                + " or declare '"
                + dataset
                + "'");
      }
    }
  }

  /** The migrations of a SQL or PostgreSQL dataset, in order, possibly none. */
  public List<Migration> migrations(String dataset) {
    return migrations.getOrDefault(dataset, List.of());
  }

  /** Where the application's classes and resources are. */
  public ClassLoader loader() {
    return loader;
  }

  /** The application's class. */
  public String name() {
    return app.type().getName();
  }

  /** Bytes on disk. */
  public long size() {
    return size;
  }

  /** Closes its files; what has been loaded goes on working. */
  @Override
  public void close() throws IOException {
    loader.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.App;
import gg.jte.TemplateEngine;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Builds bundles as a build tool would: compiled against the API alone. */
final class BundleFolder {
  private static final String SERVICE = "META-INF/services/dev.verge.App";

  private final Path sources;
  private final Path classes;

  BundleFolder(Path temporary) throws IOException {
    sources = Files.createDirectories(temporary.resolve("sources"));
    classes = Files.createDirectories(temporary.resolve("classes"));
  }

  Path path() {
    return classes;
  }

  /** A class, compiled at once. */
  BundleFolder source(String name, String text) throws IOException {
    Path file = sources.resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(parent(file));
    Files.writeString(file, text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-d",
                    classes.toString(),
                    "-proc:none",
                    "-cp",
                    String.join(
                        File.pathSeparator,
                        location(App.class),
                        location(TemplateEngine.class),
                        location(Nullable.class),
                        classes.toString())),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
            .call();
    assertThat(compiled).as(errors.toString()).isTrue();
    return this;
  }

  /** What another has, without compiling it again. */
  BundleFolder copyOf(BundleFolder other) throws IOException {
    for (Path path : other.everything()) {
      Path copy = classes.resolve(other.classes.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy);
      }
    }
    return this;
  }

  BundleFolder file(String name, String text) throws IOException {
    Path file = classes.resolve(name);
    Files.createDirectories(parent(file));
    Files.writeString(file, text);
    return this;
  }

  BundleFolder app(String... classNames) throws IOException {
    return file(SERVICE, String.join("\n", classNames));
  }

  /** The same as a jar. */
  Path jar() throws IOException {
    Path jar = parent(classes).resolve("bundle.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Path path : everything()) {
        boolean folder = Files.isDirectory(path);
        String name = classes.relativize(path).toString().replace('\\', '/');
        zip.putNextEntry(new JarEntry(folder ? name + "/" : name));
        if (!folder) {
          Files.copy(path, zip);
        }
        zip.closeEntry();
      }
    }
    return jar;
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> paths = Files.walk(classes)) {
      List<Path> all = new ArrayList<>(paths.sorted().toList());
      all.remove(classes);
      return all;
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no parent");
    }
    return parent;
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

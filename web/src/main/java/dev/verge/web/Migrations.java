package dev.verge.web;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads {@code migrations/DATASET/0001_what.sql} and following. */
final class Migrations {
  private static final String FOLDER = "migrations";

  private Migrations() {}

  /** The names of the datasets that have migrations, in order. */
  static List<String> datasets(Path root) throws IOException {
    return list(root.resolve(FOLDER)).stream().map(Migrations::nameOf).toList();
  }

  /**
   * A dataset's migrations, in order; none if it has no folder.
   *
   * @throws DefinitionException naming a file whose name, number or encoding is wrong
   */
  static List<Migration> read(Path root, String dataset) throws IOException {
    Path folder = root.resolve(FOLDER).resolve(dataset);
    List<Migration> migrations = new ArrayList<>();
    for (Path file : list(folder)) {
      migrations.add(read(dataset, file, migrations.size() + 1));
    }
    return List.copyOf(migrations);
  }

  private static Migration read(String dataset, Path file, int expected) throws IOException {
    String name = nameOf(file);
    String path = FOLDER + "/" + dataset + "/" + name;
    if (!name.matches("[0-9]{4}_[A-Za-z0-9_-]+\\.sql")) {
      throw new DefinitionException(path + ": a migration's name is like 0001_what.sql");
    }
    int number = Integer.parseInt(name.substring(0, 4));
    if (number != expected) {
      String wanted = "%04d".formatted(expected);
      throw new DefinitionException(
          number < expected
              ? path + ": there are two migrations of that number, rename it to " + wanted + "_..."
              : path + ": migration " + wanted + " is missing before it");
    }
    try {
      return new Migration(number, name, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new DefinitionException(path + " is not valid UTF-8: save it as UTF-8", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Folders in a jar may end with a slash. */
  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName()).replace("/", "");
  }
}

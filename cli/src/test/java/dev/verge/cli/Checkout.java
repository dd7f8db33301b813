package dev.verge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real launcher, a few sources, and a machine around it whose Maven and JDKs
 * are scripts: they write down how they were called.
 */
final class Checkout {
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "cat",
          "cp",
          "date",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "tee",
          "touch");
  private static final int PATIENCE_SECONDS = 30;

  private final Path root;
  private final Path bin;
  private final Path machine;
  private final Map<String, String> environment = new TreeMap<>();
  private Instant clock = Instant.now().minus(Duration.ofHours(1));

  Checkout(Path folder) throws IOException {
    machine = folder;
    root = Files.createDirectories(folder.resolve("a checkout"));
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "exec " + onPath(tool) + " \"$@\"");
    }
    Files.copy(Path.of("..", "verge"), root.resolve("verge"));
    write("pom.xml");
    write("cli/src/main/java/Main.java");
    write("cli/src/test/java/MainTest.java");
    write("examples/shop/src/main/java/Shop.java");
    clock = Instant.now().plus(Duration.ofHours(1));
    environment.put("PATH", bin.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("VERGE_JDKS", folder.resolve("jdks").toString());
    environment.put("LANG", "C.UTF-8");
  }

  /** What a call of the launcher did. */
  record Result(int exitCode, String out, String err) {}

  Path root() {
    return root;
  }

  Checkout with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A JDK whose {@code java} prints its arguments and makes the AOT cache that it is asked for. */
  Path jdk(String name, String version) throws IOException {
    return jdk(
        name,
        version,
        """
        case " $* " in *AOTMode=create*)
          for option; do
            case $option in -XX:AOTCache=*) echo cache > "${option#*=}" ;; esac
          done ;;
        esac
        printf '%s\\n' "java of NAME" "$@"
        """
            .replace("NAME", name));
  }

  /** A JDK in the system's folder, with a script for {@code java}. */
  Path jdk(String name, String version, String java) throws IOException {
    Path home = machine.resolve("jdks").resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "LIBC=\"gnu\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), java);
    script(home.resolve("bin/javac"), "exit 0");
    return home;
  }

  /** Maven: notes its calls, runs {@code also}, and leaves the jars unless it is told to fail. */
  void maven(String version, String also) throws IOException {
    script(
        bin.resolve("mvn"),
        """
        if [ "$1" = --version ]; then echo "Apache Maven %s (hash)"; exit 0; fi
        echo "$JAVA_HOME: $*" >> mvn.calls
        echo "[INFO] Building Verge command line 0.1.0 [8/10]"
        %s
        mkdir -p cli/target examples/shop/target
        echo "jar $(cat mvn.calls)" > cli/target/verge.jar
        echo shop > examples/shop/target/verge-shop-0.1.0.jar
        """
            .formatted(version, also));
  }

  /** How often Maven was called, and how. */
  List<String> mavenCalls() throws IOException {
    Path calls = root.resolve("mvn.calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Writes a file that is newer than anything before. */
  void write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, "content");
    age(file);
  }

  /** Deletes a file, later than anything before. */
  void delete(String name) throws IOException {
    Path file = root.resolve(name);
    Files.delete(file);
    age(Objects.requireNonNull(file.getParent()));
  }

  /** Times of changes ascend by a second, so that no clock's grain matters. */
  private void age(Path file) throws IOException {
    clock = clock.plusSeconds(1);
    Files.setLastModifiedTime(file, FileTime.from(clock));
  }

  /** Makes the last build newer than all changes so far. */
  void touchStamp() throws IOException {
    age(root.resolve("target/run/stamp"));
  }

  Result verge(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", root.resolve("verge").toString()));
    command.addAll(List.of(args));
    return run(command.toArray(String[]::new));
  }

  Result run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path out = Files.createTempFile(machine, "out", "");
    Path err = Files.createTempFile(machine, "err", "");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command) + " did not end: " + Files.readString(err, UTF_8));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!" + onPath("sh") + "\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path onPath(String tool) {
    for (String folder : Objects.requireNonNull(System.getenv("PATH")).split(":", -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError("the launcher needs " + tool + ", which is not on the PATH");
  }
}

package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.cli.Checkout.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new Checkout(folder);
  }

  private void machineWithAll() throws IOException {
    checkout.jdk("jdk-25", "25.0.3");
    checkout.maven("3.9.9", "");
  }

  @Test
  void withoutAJdkSaysWhatToInstallAndWhereItLooked() throws Exception {
    Result result = checkout.verge("status");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("verge: this needs a JDK 25 or newer, and found none.\n")
        .contains("apt-get install openjdk-25-jdk", "brew install", "set JAVA_HOME")
        .contains("Looked at JAVA_HOME, javac on the PATH, " + folder.resolve("jdks") + "/*");
  }

  @Test
  void jdksThatAreTooOldAreNamedWithTheirVersions() throws Exception {
    Path old = checkout.jdk("jdk-17", "17.0.15");
    checkout.with("JAVA_HOME", folder.resolve("nothing").toString());

    String err = checkout.verge("status").err();

    assertThat(err).contains(old + ": JDK 17").contains(folder.resolve("nothing") + ": no JDK");
  }

  @Test
  void theJdkOfJavaHomeComesFirstIfItIsNewEnough() throws Exception {
    machineWithAll();
    Path newer = checkout.jdk("jdk-26", "26");
    checkout.with("JAVA_HOME", newer.toString());

    assertThat(checkout.verge("status").out()).startsWith("java of jdk-26\n");
    assertThat(checkout.mavenCalls().getFirst()).startsWith(newer + ": ");
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    machineWithAll();
    checkout.with("JAVA_HOME", checkout.jdk("jdk-17", "17.0.1").toString());

    assertThat(checkout.verge("status").out()).startsWith("java of jdk-25\n");
  }

  @Test
  void withoutMavenSaysWhatToInstall() throws Exception {
    checkout.jdk("jdk-25", "25.0.3");

    Result result = checkout.verge("dev");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("there is no mvn on the PATH", "apt-get install maven");
  }

  @Test
  void aMavenThatIsTooOldIsNamed() throws Exception {
    checkout.jdk("jdk-25", "25.0.3");
    checkout.maven("3.6.3", "");

    Result result = checkout.verge("dev");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("needs Maven 3.8 or newer", "is 3.6.3");
  }

  @Test
  void whatIsBuiltNeedsNoMaven() throws Exception {
    machineWithAll();
    checkout.verge("status");
    Files.delete(folder.resolve("bin/mvn"));

    assertThat(checkout.verge("status").exitCode()).isZero();
  }

  @Test
  void helpNeedsNeitherJdkNorMavenAndListsEveryCommand() throws Exception {
    Result result = checkout.verge("help");

    assertThat(result.exitCode()).isZero();
    assertThat(checkout.verge()).isEqualTo(result);
    assertThat(result.out()).contains("  bench", "  test", "  help");
    Run.verge("--help")
        .out()
        .lines()
        .dropWhile(line -> !line.startsWith("Commands:"))
        .skip(1)
        .forEach(line -> assertThat(result.out()).contains("\n  " + line.strip().split(" ", 2)[0]));
  }

  @Test
  void argumentsReachTheCommandLineAsTheyWereGiven() throws Exception {
    machineWithAll();

    List<String> lines =
        checkout.verge("sql", "catalog", "SELECT  'it''s', \"é\" * 2").out().lines().toList();

    assertThat(lines).endsWith("sql", "catalog", "SELECT  'it''s', \"é\" * 2");
    assertThat(lines).contains("--enable-native-access=ALL-UNNAMED", "-jar");
  }

  @Test
  void buildsOnceWhileNothingChanges() throws Exception {
    machineWithAll();

    Result first = checkout.verge("status");
    Result second = checkout.verge("status");

    assertThat(first.err()).startsWith("Building Verge");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(checkout.mavenCalls()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
    machineWithAll();
    checkout.verge("status");

    checkout.write("cli/src/main/java/Main.java");
    checkout.verge("status");
    assertThat(checkout.mavenCalls()).hasSize(2);

    checkout.touchStamp();
    checkout.write("examples/shop/src/main/resources/new.css");
    checkout.verge("status");
    assertThat(checkout.mavenCalls()).hasSize(3);

    checkout.touchStamp();
    checkout.delete("examples/shop/src/main/resources/new.css");
    checkout.verge("status");
    assertThat(checkout.mavenCalls()).hasSize(4);
  }

  @Test
  void doesNotBuildAgainForTestsOrForWhatWasBuilt() throws Exception {
    machineWithAll();
    checkout.verge("status");

    checkout.write("cli/src/test/java/MainTest.java");
    checkout.write("cli/target/generated-sources/src/main/Generated.java");
    checkout.write("README.md");
    checkout.write(".verge/iad/src/file");
    checkout.verge("status");

    assertThat(checkout.mavenCalls()).hasSize(1);
  }

  @Test
  void aChangeDuringTheBuildCountsForTheNextOne() throws Exception {
    checkout.jdk("jdk-25", "25.0.3");
    checkout.maven("3.9.9", "sleep 0.1; touch cli/src/main/java/Main.java");

    checkout.verge("status");
    checkout.verge("status");

    assertThat(checkout.mavenCalls()).hasSize(2);
  }

  @Test
  void aBuildLeavesTheJarsOfARunningWorldAsTheyAre() throws Exception {
    machineWithAll();
    checkout.with("CI", "true"); // records no start
    String before = jar(checkout.verge("dev"));
    String content = Files.readString(Path.of(before));

    checkout.maven("3.9.9", "[ -e \"" + before + "\" ] && cp \"" + before + "\" kept.jar");
    checkout.write("cli/src/main/java/Main.java");
    String after = jar(checkout.verge("dev"));

    assertThat(Files.readString(checkout.root().resolve("kept.jar"))).isEqualTo(content);
    assertThat(after).isNotEqualTo(before);
    assertThat(Files.exists(Path.of(before))).as("the old jars are cleared away").isFalse();
  }

  private static String jar(Result dev) {
    return dev.out().lines().filter(line -> line.endsWith("/verge.jar")).findFirst().orElseThrow();
  }

  @Test
  void aBuildThatFailsShowsTheErrorsAndIsTriedAgain() throws Exception {
    checkout.jdk("jdk-25", "25.0.3");
    checkout.maven("3.9.9", "echo '[ERROR] Main.java:[3,5] no such symbol'; exit 1");

    Result result = checkout.verge("status");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("[ERROR] Main.java:[3,5] no such symbol")
        .contains(checkout.root().resolve("target/build.log").toString());
    checkout.maven("3.9.9", "");
    assertThat(checkout.verge("status").exitCode()).isZero();
  }

  @Test
  void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
    machineWithAll();
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(checkout.root().resolve("target/build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    assertThat(checkout.verge("status").exitCode()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void theFirstBuildOfAWorldRecordsAStartThatLaterOnesUse() throws Exception {
    machineWithAll();

    Result first = checkout.verge("dev");
    Result second = checkout.verge("dev");
    Result status = checkout.verge("status");

    assertThat(first.err()).contains("Recording a start");
    assertThat(second.err()).isEmpty();
    for (Result result : List.of(first, second, status)) {
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).containsPattern("\\n-XX:AOTCache=.*/target/run/.*/verge.aot\\n");
    }
  }

  @Test
  void aRecordThatCannotBeMadeIsDoneWithoutAndNotTriedAgain() throws Exception {
    checkout.jdk(
        "jdk-25", "25", "case $* in *AOT*) echo no room; exit 1 ;; esac; echo started \"$@\"");
    checkout.maven("3.9.9", "");

    Result first = checkout.verge("dev");
    Result second = checkout.verge("dev");

    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).startsWith("started").doesNotContain("AOT");
    assertThat(second.err()).isEmpty();
    try (Stream<Path> files = Files.walk(checkout.root().resolve("target/run"))) {
      assertThat(files.filter(file -> file.endsWith("train.log")))
          .singleElement()
          .satisfies(log -> assertThat(log).hasContent("no room"));
    }
  }

  @Test
  void automationRecordsNoStart() throws Exception {
    machineWithAll();

    Result result = checkout.with("CI", "true").verge("dev");

    assertThat(result.err()).doesNotContain("Recording");
    assertThat(result.out()).doesNotContain("AOT");
  }

  @Test
  void testRunsMavenOnEverythingAndEndsAsMavenDoes() throws Exception {
    Path jdk = checkout.jdk("jdk-25", "25.0.3");
    checkout.maven("3.9.9", "echo '[ERROR] Tests run: 1, Failures: 1'; exit 1");

    Result result = checkout.verge("test", "-pl", "log");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("Tests run: 1, Failures: 1");
    assertThat(checkout.mavenCalls()).containsExactly(jdk + ": -B verify -pl log");
  }

  @Test
  void worksThroughASymbolicLinkFromAnywhere() throws Exception {
    machineWithAll();
    Path link = folder.resolve("verge-link");
    Files.createSymbolicLink(link, checkout.root().resolve("verge"));

    Result result = checkout.run("sh", link.toString(), "status");

    assertThat(result.out()).contains(checkout.root() + "/target/run/");
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside.map(path -> String.valueOf(path.getFileName()))).doesNotContain("target");
    }
  }
}

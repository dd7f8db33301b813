package dev.verge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A load by wrk, the HTTP benchmarking tool, on loopback. */
final class Wrk {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern ERRORS = Pattern.compile("(Non-2xx[^\\n]*|Socket errors[^\\n]*)");

  private Wrk() {}

  /**
   * One run's figures.
   *
   * @param perSecond requests per second
   * @param perCpuSecond requests per second of the server's CPU
   */
  record Rate(double perSecond, double perCpuSecond) {}

  /** Median of the runs, each figure by itself. */
  static Rate median(List<Rate> runs) {
    return new Rate(
        Median.of(runs.stream().mapToDouble(Rate::perSecond).toArray()),
        Median.of(runs.stream().mapToDouble(Rate::perCpuSecond).toArray()));
  }

  /** A server, an address there, and the script that says what is asked for. */
  record Load(Server server, String url, Path script) {
    /** Asks over 64 connections, and fails if an answer was not good. */
    Rate run(int seconds) throws IOException, InterruptedException {
      double before = server.cpuSeconds();
      List<String> command =
          new ArrayList<>(List.of("wrk", "-t1", "-c64", "-d" + seconds + "s", "-s"));
      command.addAll(List.of(script.toString(), url));
      Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      wrk.waitFor();
      double cpu = server.cpuSeconds() - before;
      Matcher errors = ERRORS.matcher(out);
      Matcher rate = RATE.matcher(out);
      if (errors.find() || !rate.find()) {
        throw new IllegalStateException("the load on " + url + " was not answered well:\n" + out);
      }
      double perSecond = Double.parseDouble(rate.group(1));
      return new Rate(perSecond, perSecond * seconds / cpu);
    }
  }
}

package dev.verge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.node.config.SettingsException;
import dev.verge.web.DefinitionException;
import dev.verge.world.WorldException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
    name = "verge",
    description = "Runs web applications at the edge, on machines that you own.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final List<String> NAMES =
      List.of("dev", "status", "sql", "kv", "fault", "routes", "waf", "train");

  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 failed, 2 used or placed wrongly. */
  public static void main(String[] args) {
    Logging.configure();
    // UTF-8 whatever the locale: names of products and places are not ASCII.
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.exit(run(out, err, args));
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    PrintWriter answers = new PrintWriter(out, true, UTF_8);
    PrintWriter complaints = new PrintWriter(err, true, UTF_8);
    return commands(answers, complaints, named(args)).execute(args);
  }

  /** All commands, answering to {@code out} and complaining to {@code err}. */
  static CommandLine commands(PrintWriter out, PrintWriter err) {
    return commands(out, err, NAMES);
  }

  /** Reading what one command declares, and not all, makes each a tenth of a second faster. */
  private static List<String> named(String[] args) {
    return args.length > 0 && NAMES.contains(args[0]) ? List.of(args[0]) : NAMES;
  }

  private static CommandLine commands(PrintWriter out, PrintWriter err, List<String> names) {
    CommandLine all = new CommandLine(new Main());
    names.forEach(name -> all.addSubcommand(command(name, out)));
    return all.setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
  }

  private static Object command(String name, PrintWriter out) {
    return switch (name) {
      case "dev" -> new DevCommand(out);
      case "status" -> new StatusCommand(out);
      case "sql" -> new SqlCommand(out);
      case "kv" -> new KvCommand(out);
      case "fault" -> new FaultCommand(out);
      case "routes" -> new RoutesCommand(out);
      case "waf" -> new WafCommand(out);
      case "train" -> new TrainCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("verge: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    String name = command.getCommandSpec().qualifiedName();
    err.println("  ./" + name + " --help tells how it is used");
    return Failure.USAGE;
  }

  private static int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    switch (e) {
      case Failure failure -> {
        err.println("verge: " + failure.getMessage());
        return failure.exitCode();
      }
      case WorldException wrong -> err.println("verge: " + wrong.getMessage());
      case DefinitionException wrong -> err.println("verge: " + wrong.getMessage());
      case SettingsException wrong -> err.println("verge: " + wrong.getMessage());
      default -> {
        err.println("verge: this is a defect of Verge: " + e);
        e.printStackTrace(err);
        return Failure.FAILED;
      }
    }
    return Failure.USAGE;
  }
}

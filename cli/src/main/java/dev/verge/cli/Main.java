package dev.verge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.node.config.SettingsException;
import dev.verge.web.DefinitionException;
import dev.verge.world.WorldException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
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
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new DevCommand(answers))
            .addSubcommand(new StatusCommand(answers))
            .addSubcommand(new SqlCommand(answers))
            .addSubcommand(new KvCommand(answers))
            .addSubcommand(new FaultCommand(answers))
            .addSubcommand(new RoutesCommand(answers));
    commands.setOut(answers);
    commands.setErr(new PrintWriter(err, true, UTF_8));
    commands.setParameterExceptionHandler(Main::misused);
    commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    return commands.execute(args);
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

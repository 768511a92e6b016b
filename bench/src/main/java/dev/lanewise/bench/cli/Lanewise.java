package dev.lanewise.bench.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "lanewise",
    description = "Trains neural networks with Lanewise, an autodiff engine for the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    subcommands = {Train.class, Compare.class, Warmup.class, Explain.class, Lab.class, Info.class},
    footer = {
      "",
      "Exit codes: 0 done, 1 internal error, 2 something you can put right.",
      "Environment: LANEWISE_JAVA_HOME says which JDK to run on, LANEWISE_OPTS has flags for it."
    })
public final class Lanewise implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected a command: train, compare, warmup, explain, lab or info");
  }

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    int code = run(System.out, System.err, args);
    System.out.flush();
    System.exit(code);
  }

  /**
   * Runs the command line.
   *
   * @param out takes summaries, or the one JSON object
   * @param err takes progress and complaints
   * @return the exit code: 0 done, 1 internal error, 2 something the user can put right
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new CommandLine(new Lanewise())
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complaints::usage)
        .setExecutionExceptionHandler(Complaints::failure)
        .execute(args);
  }

  /** The version that the build put into the module descriptor. */
  static String version() {
    ModuleDescriptor descriptor = Lanewise.class.getModule().getDescriptor();
    String unpackaged = "(unpackaged)";
    return descriptor == null ? unpackaged : descriptor.rawVersion().orElse(unpackaged);
  }

  /** Answers {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lanewise " + version()};
    }
  }
}

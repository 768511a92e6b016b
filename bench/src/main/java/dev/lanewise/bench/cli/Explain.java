package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the explanations. */
@Command(
    name = "explain",
    description = "Shows what a training step is compiled to: kernels, memory, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    subcommands = {ExplainDigits.class, ExplainMnist.class})
final class Explain implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected a data set: explain digits or explain mnist");
  }
}

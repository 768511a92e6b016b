package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the trainings. */
@Command(
    name = "train",
    description = "Trains a network and reports its accuracy on held-out data.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    subcommands = {TrainDigits.class, TrainMnist.class})
final class Train implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected a data set: train digits or train mnist");
  }
}

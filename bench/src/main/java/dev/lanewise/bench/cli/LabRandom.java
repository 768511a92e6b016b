package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab random}. */
@Command(
    name = "random",
    description = "Random bits, uniform and normal numbers.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabRandom extends LabCommand {
  LabRandom() {
    super("random");
  }
}

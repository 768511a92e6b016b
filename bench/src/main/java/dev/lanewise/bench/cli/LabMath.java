package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab math}. */
@Command(
    name = "math",
    description = "Math functions in the first-level cache.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabMath extends LabCommand {
  LabMath() {
    super("math");
  }
}

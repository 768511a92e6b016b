package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab kernels}. */
@Command(
    name = "kernels",
    description =
        "Elementwise kernels, reductions, scans, sorts, transposes and gathers, from the first"
            + " cache to the memory.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabKernels extends LabCommand {
  LabKernels() {
    super("elementwise", "reduce", "scan", "sort", "movement");
  }
}

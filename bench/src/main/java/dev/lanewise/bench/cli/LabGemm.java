package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab gemm}. */
@Command(
    name = "gemm",
    description = "Matrix products: squares, and the shapes of networks.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabGemm extends LabCommand {
  LabGemm() {
    super("gemm");
  }
}

package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab fft}. */
@Command(
    name = "fft",
    description =
        "Fourier transforms, complex and real, of lengths with small and with large factors.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabFft extends LabCommand {
  LabFft() {
    super("fft");
  }
}

package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** {@code lanewise lab ffi}. */
@Command(
    name = "ffi",
    description = "What calls into native code cost, per call and per byte.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabFfi extends LabCommand {
  LabFfi() {
    super("ffi");
  }
}

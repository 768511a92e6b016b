package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise lab}. */
@Command(
    name = "lab",
    description = {
      "Measures kernels beside plain Java, the JDK's vector operations and OpenBLAS, and what the"
          + " machine can do at most: JSON in JMH's format, and a page with charts."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    subcommands = {
      LabKernels.class,
      LabGemm.class,
      LabMath.class,
      LabRandom.class,
      LabFft.class,
      LabFfi.class,
      LabKernel.class,
      LabCompare.class
    })
final class Lab implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}

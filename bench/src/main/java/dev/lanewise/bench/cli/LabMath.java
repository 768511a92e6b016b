package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.suite.MathFunction;
import dev.lanewise.bench.report.Countdown;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lanewise lab math}. */
@Command(
    name = "math",
    description = {
      "Math functions in the first-level cache: their time, and their largest errors against values"
          + " of fifty digits."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabMath extends LabCommand {
  private static final int POINTS = 4000;
  private static final int QUICK = 500;

  LabMath() {
    super("math");
  }

  @Override
  List<UlpTable> errors(List<Experiment> experiments, boolean quick, Countdown countdown) {
    List<UlpTable> tables = new ArrayList<>();
    for (Experiment experiment : experiments) {
      for (MathFunction function : MathFunction.values()) {
        if (function.isMeasuredBy(experiment)) {
          countdown.at("errors of " + experiment.name(), 0);
          tables.add(UlpTable.measure(function, experiment.type(), quick ? QUICK : POINTS));
        }
      }
    }
    return tables;
  }
}

package dev.lanewise.bench.cli;

import dev.lanewise.bench.model.DigitsModel;
import dev.lanewise.bench.model.Recipe;
import picocli.CommandLine.Command;

/** {@code lanewise explain digits}. */
@Command(
    name = "digits",
    description = "Explains a training step of the small network that \"train digits\" trains.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class ExplainDigits extends ExplainCommand {
  @Override
  Recipe<DigitsModel> recipe() {
    return DigitsModel.RECIPE;
  }

  @Override
  int pixelsPerImage() {
    return 64;
  }
}

package dev.lanewise.bench.cli;

import dev.lanewise.bench.model.MnistModel;
import dev.lanewise.bench.model.Recipe;
import picocli.CommandLine.Command;

/** {@code lanewise explain mnist}. */
@Command(
    name = "mnist",
    description =
        "Explains a training step of the network that \"train mnist\" trains; its data is not"
            + " needed.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class ExplainMnist extends ExplainCommand {
  @Override
  Recipe<MnistModel> recipe() {
    return MnistModel.RECIPE;
  }

  @Override
  int pixelsPerImage() {
    return 784;
  }
}

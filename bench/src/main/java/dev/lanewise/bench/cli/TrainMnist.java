package dev.lanewise.bench.cli;

import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.data.Mnist;
import dev.lanewise.bench.model.MnistCnn;
import dev.lanewise.bench.model.MnistModel;
import dev.lanewise.bench.model.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lanewise train mnist}. */
@Command(
    name = "mnist",
    description = {
      "Trains a network on MNIST, or on any data set in the same form such as Fashion-MNIST."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class TrainMnist extends TrainCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = {
        "The folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte"
            + " and t10k-labels-idx1-ubyte, plain or with .gz."
      })
  private Path folder;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "mlp",
      description = {
        "mlp: 784-256-128-10. cnn: two convolutions and two layers; with --out, pictures of its"
            + " first filters are saved. Default: ${DEFAULT-VALUE}."
      })
  private Model model;

  /** The networks there are. */
  enum Model {
    MLP,
    CNN
  }

  @Override
  Recipe<?> recipe() {
    return switch (model) {
      case MLP -> MnistModel.RECIPE;
      case CNN -> MnistCnn.RECIPE;
    };
  }

  @Override
  DataSet load() throws IOException {
    return Mnist.load(folder);
  }
}

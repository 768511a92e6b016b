package dev.lanewise.bench.cli;

import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.data.Digits;
import dev.lanewise.bench.model.DigitsModel;
import dev.lanewise.bench.model.Recipe;
import picocli.CommandLine.Command;

/** {@code lanewise train digits}. */
@Command(
    name = "digits",
    description = {
      "Trains a small network on 1,797 handwritten digits of 8 x 8 pixels, which come with the"
          + " program. Every fifth sample is held out for the test."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    footer = {"", "Data: " + Digits.ATTRIBUTION + "."})
final class TrainDigits extends TrainCommand {
  @Override
  Recipe<DigitsModel> recipe() {
    return DigitsModel.RECIPE;
  }

  @Override
  DataSet load() {
    return Digits.load();
  }
}

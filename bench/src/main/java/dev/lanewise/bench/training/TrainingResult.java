package dev.lanewise.bench.training;

import dev.lanewise.bench.report.EpochReport;
import dev.lanewise.bench.report.Filters;
import java.util.List;
import java.util.Optional;

/**
 * What came of a training.
 *
 * @param parameters how many numbers were trained
 * @param workspaceBytes native memory that one training step works in, known before the first step
 * @param blas what computed the matrix products
 * @param totalSeconds from the first weights to the last evaluation
 * @param history every epoch, in order
 * @param weightsDigest SHA-256 of the trained weights' bits, in hexadecimal: two runs with the same
 *     digest gave the same weights to the last bit
 * @param filters the trained filters of the first layer, if it is a convolution
 */
public record TrainingResult(
    long parameters,
    long workspaceBytes,
    String blas,
    double totalSeconds,
    List<EpochReport> history,
    String weightsDigest,
    Optional<Filters> filters) {
  /** Copies the list. */
  public TrainingResult {
    history = List.copyOf(history);
  }

  /** The last epoch. */
  public EpochReport last() {
    return history.getLast();
  }
}

package dev.lanewise.bench.report;

/**
 * Where a run stands after a training step.
 *
 * @param epoch counted from 1
 * @param epochs how many there will be
 * @param step steps done in this epoch
 * @param steps steps in an epoch
 * @param samples samples this epoch has trained on so far
 * @param meanLoss over those samples, in nats
 * @param accuracy over those samples; 0 to 1
 */
public record StepReport(
    int epoch, int epochs, int step, int steps, long samples, double meanLoss, double accuracy) {}

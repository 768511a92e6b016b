package dev.lanewise.bench.report;

/** Hears how a training run gets on. Called by the thread that trains. */
public interface TrainingListener {
  /** After a training step; not every step need be reported. */
  void step(StepReport report);

  /** After an epoch and its evaluation. */
  void epoch(EpochReport report);

  /**
   * Whether {@link #step} wants to be called now. Asked after every step, so that a report is only
   * made when it will be shown.
   */
  boolean wantsStep();
}

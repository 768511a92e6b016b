package dev.lanewise.bench.workload;

/** How large the tensors of the workloads are. */
public enum Size {
  /** As they are timed. */
  FULL,
  /** Small enough for a test against a scalar reference. */
  SMALL
}

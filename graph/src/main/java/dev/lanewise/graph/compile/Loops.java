package dev.lanewise.graph.compile;

/** Whether operations are fused into loops, and who runs these. */
public enum Loops {
  /** Every operation is a kernel call of its own. */
  NONE,
  /** Fused, by the tile interpreter. */
  TILES,
  /** Fused, by the tile interpreter until the generated kernel is ready. */
  TIERED
}

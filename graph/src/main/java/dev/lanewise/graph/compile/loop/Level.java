package dev.lanewise.graph.compile.loop;

/** How often a value of a fused loop changes, from seldom to always. */
public enum Level {
  /** One element for the whole call. */
  CALL,
  /** One element for each row. */
  ROW,
  /** An element for each place in each row. */
  LANES
}

package dev.lanewise.bench.report;

import java.util.List;

/** A scale from data to coordinates. */
sealed interface Scale permits Axis, LogAxis {
  /** The coordinate of a data value. */
  double at(double value);

  /** Data values at round numbers, ascending. */
  List<Double> ticks();
}

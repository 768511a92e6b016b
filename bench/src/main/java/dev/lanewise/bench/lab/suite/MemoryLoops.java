package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;

/** What a programmer writes without a library, for one floating type. */
sealed interface MemoryLoops permits FloatMemoryLoops, DoubleMemoryLoops {
  /**
   * The loops of a type.
   *
   * @throws IllegalArgumentException if it is not F32 or F64
   */
  static MemoryLoops of(ElementType type) {
    return switch (type) {
      case F32 -> new FloatMemoryLoops();
      case F64 -> new DoubleMemoryLoops();
      case BF16, I32, I64, BOOL ->
          throw new IllegalArgumentException("[lab] no plain loops for " + type);
    };
  }

  /** Reads an element. */
  double get(MemorySegment memory, long index);

  /** Writes an element, rounded to the type. */
  void set(MemorySegment memory, long index, double value);

  Experiment.Start sumOnHeap();

  Experiment.Start sumInLanes();

  Experiment.Start maxOnHeap();

  Experiment.Start maxInLanes();

  Experiment.Start argMaxOnHeap();

  Experiment.Start runningSumOnHeap();

  Experiment.Start runningMaxOnHeap();

  /** A copy, which the JDK sorts. */
  Experiment.Start sortOnHeap();

  /** A complex Fourier transform of a power of two numbers. */
  Experiment.Start transformOnHeap();

  Experiment.Start rowsOnHeap(int columns);

  Experiment.Start columnsOnHeap(int columns);

  Experiment.Start transposeOnHeap();

  /** {@code [n, n, inner]} with its first two axes exchanged. */
  Experiment.Start swapAxesOnHeap(int inner);

  /** Rows of a table by their numbers. */
  Experiment.Start gatherOnHeap(int columns);

  Experiment.Start productOnHeap(Products.Shape shape);
}

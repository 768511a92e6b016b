package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Reductions and rearrangements of doubles as one writes them. */
final class DoubleMemoryLoops implements MemoryLoops {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public double get(MemorySegment memory, long index) {
    return memory.getAtIndex(LAYOUT, index);
  }

  @Override
  public void set(MemorySegment memory, long index, double value) {
    memory.setAtIndex(LAYOUT, index, value);
  }

  @Override
  public Experiment.Start sumOnHeap() {
    return onHeap(
        (x, out, n) -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += x[i];
          }
          out[0] = sum;
        });
  }

  @Override
  public Experiment.Start maxOnHeap() {
    return onHeap(
        (x, out, n) -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[i]);
          }
          out[0] = largest;
        });
  }

  @Override
  public Experiment.Start runningSumOnHeap() {
    return onHeap(
        (x, out, n) -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += x[i];
            out[i] = sum;
          }
        });
  }

  @Override
  public Experiment.Start runningMaxOnHeap() {
    return onHeap(
        (x, out, n) -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[i]);
            out[i] = largest;
          }
        });
  }

  @Override
  public Experiment.Start sortOnHeap() {
    return onHeap(
        (x, out, n) -> {
          System.arraycopy(x, 0, out, 0, n);
          Arrays.sort(out);
        });
  }

  @Override
  public Experiment.Start transformOnHeap() {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] in = heap.array(0);
      double[] out = heap.array(1);
      double[] roots = new double[n];
      for (int k = 0; k < n / 2; k++) {
        roots[2 * k] = Math.cos(-2 * Math.PI * k / n);
        roots[2 * k + 1] = Math.sin(-2 * Math.PI * k / n);
      }
      return heap.body(() -> transform(in, out, roots, n));
    };
  }

  /** Radix 2, decimation in time; n is a power of two. */
  private static void transform(double[] in, double[] out, double[] roots, int n) {
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(n);
    for (int i = 0; i < n; i++) {
      int from = Integer.reverse(i) >>> shift;
      out[2 * i] = in[2 * from];
      out[2 * i + 1] = in[2 * from + 1];
    }
    for (int half = 1; half < n; half *= 2) {
      int stride = n / (2 * half);
      for (int block = 0; block < n; block += 2 * half) {
        for (int k = 0; k < half; k++) {
          int a = 2 * (block + k);
          int b = a + 2 * half;
          double wr = roots[2 * k * stride];
          double wi = roots[2 * k * stride + 1];
          double re = out[b] * wr - out[b + 1] * wi;
          double im = out[b] * wi + out[b + 1] * wr;
          out[b] = out[a] - re;
          out[b + 1] = out[a + 1] - im;
          out[a] += re;
          out[a + 1] += im;
        }
      }
    }
  }

  @Override
  public Experiment.Start rowsOnHeap(int columns) {
    return onHeap(
        (x, out, n) -> {
          for (int row = 0; row < n; row++) {
            double sum = 0;
            for (int column = 0; column < columns; column++) {
              sum += x[row * columns + column];
            }
            out[row] = sum;
          }
        });
  }

  @Override
  public Experiment.Start columnsOnHeap(int columns) {
    return onHeap(
        (x, out, n) -> {
          for (int column = 0; column < columns; column++) {
            out[column] = 0;
          }
          for (int row = 0; row < n; row++) {
            for (int column = 0; column < columns; column++) {
              out[column] += x[row * columns + column];
            }
          }
        });
  }

  @Override
  public Experiment.Start transposeOnHeap() {
    return onHeap(
        (x, out, n) -> {
          for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
              out[column * n + row] = x[row * n + column];
            }
          }
        });
  }

  @Override
  public Experiment.Start swapAxesOnHeap(int inner) {
    return onHeap(
        (x, out, n) -> {
          for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
              for (int i = 0; i < inner; i++) {
                out[(column * n + row) * inner + i] = x[(row * n + column) * inner + i];
              }
            }
          }
        });
  }

  @Override
  public Experiment.Start argMaxOnHeap() {
    return (memory, n) -> {
      double[] x = memory.get(0).asSlice(0, (long) n * Double.BYTES).toArray(LAYOUT);
      MemorySegment out = memory.get(1);
      return () -> out.set(ValueLayout.JAVA_INT, 0, argMax(x));
    };
  }

  private static int argMax(double[] x) {
    int at = 0;
    for (int i = 1; i < x.length; i++) {
      if (x[i] > x[at]) {
        at = i;
      }
    }
    return at;
  }

  @Override
  public Experiment.Start gatherOnHeap(int columns) {
    return (memory, n) -> {
      double[] table = memory.get(0).toArray(LAYOUT);
      int[] indices = memory.get(1).toArray(ValueLayout.JAVA_INT);
      double[] out = new double[n * columns];
      MemorySegment result = memory.get(2);
      return new HeapResult(
          () -> {
            for (int row = 0; row < n; row++) {
              System.arraycopy(table, indices[row] * columns, out, row * columns, columns);
            }
          },
          MemorySegment.ofArray(out),
          result);
    };
  }

  @Override
  public Experiment.Start productOnHeap(Products.Shape shape) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] a = heap.array(0);
      double[] b = heap.array(1);
      double[] c = heap.array(2);
      int batch = shape.batch(n);
      int rows = shape.m(n);
      int columns = shape.n(n);
      int inner = shape.k(n);
      return heap.body(
          () -> {
            for (int i = 0; i < batch; i++) {
              product(
                  a,
                  i * rows * inner,
                  b,
                  i * inner * columns,
                  c,
                  i * rows * columns,
                  rows,
                  columns,
                  inner);
            }
          });
    };
  }

  /** In the order of loops that goes along rows: the JVM makes vector code of the innermost. */
  private static void product(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      int rows,
      int columns,
      int inner) {
    for (int row = 0; row < rows; row++) {
      int to = cAt + row * columns;
      for (int column = 0; column < columns; column++) {
        c[to + column] = 0;
      }
      for (int k = 0; k < inner; k++) {
        double factor = a[aAt + row * inner + k];
        int from = bAt + k * columns;
        for (int column = 0; column < columns; column++) {
          c[to + column] += factor * b[from + column];
        }
      }
    }
  }

  @Override
  public Experiment.Start sumInLanes() {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment out = memory.get(1);
      return () -> sum(x, out, n);
    };
  }

  private static void sum(MemorySegment x, MemorySegment out, int n) {
    DoubleVector sums = DoubleVector.zero(SPECIES);
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      sums = sums.add(DoubleVector.fromMemorySegment(SPECIES, x, (long) i * Double.BYTES, ORDER));
    }
    double sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += x.getAtIndex(LAYOUT, i);
    }
    out.setAtIndex(LAYOUT, 0, sum);
  }

  @Override
  public Experiment.Start maxInLanes() {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment out = memory.get(1);
      return () -> max(x, out, n);
    };
  }

  private static void max(MemorySegment x, MemorySegment out, int n) {
    DoubleVector largest = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      largest =
          largest.max(DoubleVector.fromMemorySegment(SPECIES, x, (long) i * Double.BYTES, ORDER));
    }
    double max = largest.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      max = Math.max(max, x.getAtIndex(LAYOUT, i));
    }
    out.setAtIndex(LAYOUT, 0, max);
  }

  /** A loop over arrays. */
  @FunctionalInterface
  private interface ArrayLoop {
    void run(double[] x, double[] out, int n);
  }

  private static Experiment.Start onHeap(ArrayLoop loop) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] x = heap.array(0);
      double[] out = heap.array(1);
      return heap.body(() -> loop.run(x, out, n));
    };
  }
}

package dev.lanewise.graph.compile.scalar;

/** Generated code. It keeps nothing, so any number of threads may run it on arrays of their own. */
@FunctionalInterface
interface ScalarKernel {
  /** Computes the results from the inputs, all of which lie where the layout says. */
  void run(int[] ints, long[] longs, float[] floats, double[] doubles);
}

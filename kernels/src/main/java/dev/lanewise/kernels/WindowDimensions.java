package dev.lanewise.kernels;

import java.util.Arrays;

/**
 * How the axes of an operand, of start indices and of windows belong together, in the terms of
 * XLA's Gather and Scatter. Start indices are an array whose last axis holds one index vector; its
 * other axes number the windows.
 */
public final class WindowDimensions {
  private final int[] offsetDims;
  private final int[] collapsedSliceDims;
  private final int[] operandBatchingDims;
  private final int[] startIndicesBatchingDims;
  private final int[] startIndexMap;

  private WindowDimensions(
      int[] offsetDims,
      int[] collapsedSliceDims,
      int[] operandBatchingDims,
      int[] startIndicesBatchingDims,
      int[] startIndexMap) {
    this.offsetDims = offsetDims.clone();
    this.collapsedSliceDims = collapsedSliceDims.clone();
    this.operandBatchingDims = operandBatchingDims.clone();
    this.startIndicesBatchingDims = startIndicesBatchingDims.clone();
    this.startIndexMap = startIndexMap.clone();
  }

  /**
   * Dimension numbers. For a scatter they are, in this order, its update window dims, inserted
   * window dims, input batching dims, scatter indices batching dims and scatter dims to operand
   * dims.
   *
   * @param offsetDims axes of the windows' array that run inside a window, ascending; they stand
   *     for the operand axes that are neither collapsed nor batching, in order
   * @param collapsedSliceDims operand axes of window size 1 that the windows' array does not have
   * @param operandBatchingDims operand axes of window size 1 that go along with an axis of the
   *     start indices
   * @param startIndicesBatchingDims for each operand batching axis, its axis of the start indices
   * @param startIndexMap for each entry of an index vector, the operand axis that it is a start on
   */
  public static WindowDimensions of(
      int[] offsetDims,
      int[] collapsedSliceDims,
      int[] operandBatchingDims,
      int[] startIndicesBatchingDims,
      int[] startIndexMap) {
    return new WindowDimensions(
        offsetDims,
        collapsedSliceDims,
        operandBatchingDims,
        startIndicesBatchingDims,
        startIndexMap);
  }

  /** Whole rows of a matrix: windows {@code [1, D]} at index vectors of one entry. */
  static WindowDimensions rows() {
    int[] none = {};
    int[] first = {0};
    return new WindowDimensions(new int[] {1}, first, none, none, first);
  }

  int[] offsetDims() {
    return offsetDims;
  }

  int[] collapsedSliceDims() {
    return collapsedSliceDims;
  }

  int[] operandBatchingDims() {
    return operandBatchingDims;
  }

  int[] startIndicesBatchingDims() {
    return startIndicesBatchingDims;
  }

  int[] startIndexMap() {
    return startIndexMap;
  }

  @Override
  public String toString() {
    return "offsetDims="
        + Arrays.toString(offsetDims)
        + " collapsedSliceDims="
        + Arrays.toString(collapsedSliceDims)
        + " operandBatchingDims="
        + Arrays.toString(operandBatchingDims)
        + " startIndicesBatchingDims="
        + Arrays.toString(startIndicesBatchingDims)
        + " startIndexMap="
        + Arrays.toString(startIndexMap);
  }
}

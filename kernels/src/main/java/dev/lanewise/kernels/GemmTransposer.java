package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * Transposes square blocks, as many rows and columns as a vector has lanes, into a packed panel.
 */
interface GemmTransposer {
  /**
   * Transposes {@code blocks} blocks that stand side by side in {@code source}. Element {@code (i,
   * j)} of the strip of {@code lanes} rows goes to {@code panel[panelAt + j * pitch + i]}.
   *
   * @param blocks number of blocks; {@code blocks * lanes} columns are read
   * @param source native segment
   * @param at byte offset of the first element
   * @param rowBytes bytes between two rows
   * @param panel a {@code float[]} or {@code double[]}
   * @param panelAt index of the first element written
   * @param pitch elements between two columns in the panel, at least the lane count
   */
  void transpose(
      int blocks,
      MemorySegment source,
      long at,
      long rowBytes,
      Object panel,
      int panelAt,
      int pitch);
}

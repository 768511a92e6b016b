package dev.lanewise.graph.compile.tile;

/**
 * Where an instruction finds or leaves elements: in an operand of the loop, or in the scratch of a
 * call.
 *
 * @param operand the operand, or {@link #SCRATCH}
 * @param offset bytes from the start of the scratch
 * @param perElement bytes from the start of the scratch for each element that a row buffer has room
 *     for, because row buffers that lie before it are as long as the row
 * @param move bytes from one element of the row to the next; 0 if every tile finds the same
 * @param perRow whether each row finds another element in the operand
 * @param single whether there is one element only, for all places of the row
 */
record Place(int operand, int offset, int perElement, int move, boolean perRow, boolean single) {
  static final int SCRATCH = -1;

  /** Elements side by side in an operand. */
  static Place elements(int operand, int width) {
    return new Place(operand, 0, 0, width, true, false);
  }

  /** One element of an operand for each row, or for all. */
  static Place element(int operand, boolean perRow) {
    return new Place(operand, 0, 0, 0, perRow, true);
  }

  /** One element, or the accumulators of a fold, behind all row buffers in the scratch. */
  static Place slot(int offset, int perElement) {
    return new Place(SCRATCH, offset, perElement, 0, false, true);
  }

  /** A tile, behind all row buffers in the scratch. */
  static Place tile(int offset, int perElement) {
    return new Place(SCRATCH, offset, perElement, 0, false, false);
  }

  /** A buffer of a row's length in the scratch. */
  static Place row(int perElement, int width) {
    return new Place(SCRATCH, 0, perElement, width, false, false);
  }

  /** Whether elements past the last may be overwritten. */
  boolean isPadded() {
    return operand == SCRATCH;
  }
}

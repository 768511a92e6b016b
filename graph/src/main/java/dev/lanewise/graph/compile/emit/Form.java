package dev.lanewise.graph.compile.emit;

import java.util.List;

/**
 * How the vectors of a row are given to the code for them.
 *
 * <p>What a loop computes for one element is mostly one long chain in which each operation waits
 * for the one before, and a processor that has some hundred operations in its schedulers sees too
 * few chains at once if they come one after the other: 30 operations take 0.85 ns an element one
 * vector at a time, 0.63 with two side by side, their instructions interleaved, and 0.44 with four;
 * gelu takes 1.44 and 0.99. Compilation takes as much longer, so only short code gets four. A
 * method computes that many vectors and does not loop: it is compiled sooner and only once.
 *
 * <p>Where there is little to compute for what is read and written, the call and the checks of
 * every access would cost more than the work (layer norm 0.67 instead of 0.29 ns an element when
 * the compiler happened not to inline the call), so there the method loops itself, over as many
 * vectors as make up for the call, and keeps accumulators in registers.
 *
 * @param vectors how many vectors, side by side in the row, are computed together: 1, 2 or 4
 * @param loops whether the method goes on to the next ones itself
 * @param stride how many vectors a call computes at least, and any multiple of that if it loops:
 *     all accumulators in turn
 */
record Form(int vectors, boolean loops, int stride) {
  /** Code that runs once, not for each vector of a row. */
  static final Form ONCE = new Form(1, false, 1);

  /**
   * How many strides a method that loops makes in a call: mostly the whole row. Between calls the
   * processor does not see far enough ahead to wait for memory and compute at once (layer norm of
   * 64 MB 5.1 instead of 4.4 ms with 32).
   */
  static final int STRIDES = 256;

  /** Up to so many calls of the Vector API for an access, and in all, a method loops. */
  private static final int LIGHT = 3;

  private static final int FEW = 14;

  /** C1 does not finish a method that reads and writes the accumulators of five folds. */
  private static final int FOLDS = 2;

  /**
   * The form of a walk.
   *
   * @param operations the sizes of the operations
   * @param accesses how many vectors are read and written
   * @param folds how many folds vectors are combined into
   */
  static Form of(List<PieceSize> operations, int accesses, int folds) {
    PieceSize all = PieceSize.accesses(accesses);
    int calls = 0;
    boolean small = true;
    for (PieceSize operation : operations) {
      all = all.plus(operation);
      calls += operation.calls();
      small &= operation.fits(2);
    }
    if (calls <= Math.max(FEW, LIGHT * accesses) && folds <= FOLDS && all.fits(1)) {
      return new Form(1, true, folds > 0 ? ScratchLayout.ACCUMULATORS : 1);
    }
    if (all.fits(4)) {
      return together(4);
    }
    // Of what takes several pieces, one vector if operands or a single operation are most of it.
    boolean worthIt = all.fits(2) || (small && calls >= 4 * accesses);
    return together(worthIt ? 2 : 1);
  }

  /** A method that computes some vectors and does not loop. */
  static Form together(int vectors) {
    return new Form(vectors, false, vectors);
  }
}

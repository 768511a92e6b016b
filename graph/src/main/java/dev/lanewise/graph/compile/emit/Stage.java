package dev.lanewise.graph.compile.emit;

import java.util.List;

/**
 * Part of a kernel's work on a row: a walk along it, or what comes between two walks; or what is
 * done once a call.
 *
 * @param name the name of its method
 * @param walk whether the pieces run for each vector of the row, or once
 * @param repeated values of one element, inputs or folds that are finished now, which are repeated
 *     in their slots before the pieces
 * @param pieces the vector code
 * @param started folds that the walk combines into
 * @param added folds of whole rows in memory, which no piece combines
 * @param form how many vectors a call of a piece computes
 * @param outputs indices of the outputs written: by the pieces of a walk, or as one element after
 *     the pieces
 */
record Stage(
    String name,
    boolean walk,
    List<Integer> repeated,
    List<Piece> pieces,
    List<Integer> started,
    List<Integer> added,
    Form form,
    List<Integer> outputs) {

  Stage {
    repeated = List.copyOf(repeated);
    pieces = List.copyOf(pieces);
    started = List.copyOf(started);
    added = List.copyOf(added);
    outputs = List.copyOf(outputs);
  }

  boolean isEmpty() {
    return repeated.isEmpty() && pieces.isEmpty() && added.isEmpty() && outputs.isEmpty();
  }
}

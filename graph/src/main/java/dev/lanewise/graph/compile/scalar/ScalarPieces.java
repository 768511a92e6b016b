package dev.lanewise.graph.compile.scalar;

import java.util.ArrayList;
import java.util.List;

/**
 * Where code is cut into methods. The just-in-time compiler never compiles a method of more than
 * 8,000 bytes, and compiles several small ones sooner than one large; calls between them cost
 * nothing that can be measured.
 */
final class ScalarPieces {
  /** The estimated bytes of bytecode of a method; what is written is shorter. */
  private static final int LARGEST = 2_400;

  /**
   * The same with all that is inlined: beyond 8,000 the compiler stops inlining, and a call makes
   * it spill every float.
   */
  private static final int LARGEST_INLINED = 6_000;

  /** Of a load or store of a variable, or of a constant. */
  private static final int ACCESS = 2;

  /** Of a load or store of an array element. */
  private static final int ARRAY_ACCESS = 6;

  private static final int CALL = 3;

  /** The steps from one up to, but not with, another. */
  record Piece(int from, int to) {}

  private ScalarPieces() {}

  /** The pieces in order; they hold all steps. */
  static List<Piece> of(ScalarCode code) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    int inlined = 0;
    for (int step = 0; step < code.size(); step++) {
      if (!code.isEmitted(step)) {
        continue;
      }
      int own = bytes(code.step(step));
      int more = own + weight(code.step(step));
      if (bytes + own > LARGEST || inlined + more > LARGEST_INLINED) {
        pieces.add(new Piece(from, step));
        from = step;
        bytes = 0;
        inlined = 0;
      }
      bytes += own;
      inlined += more;
    }
    if (bytes > 0) {
      pieces.add(new Piece(from, code.size()));
    }
    return pieces;
  }

  /** With half of an array access: some operands and results cross from method to method. */
  private static int bytes(ScalarStep step) {
    int operation = step.operation() instanceof ScalarOperation.Call ? CALL : 1;
    return operation + (step.operandCount() + 1) * ACCESS + ARRAY_ACCESS / 2;
  }

  private static int weight(ScalarStep step) {
    return step.operation() instanceof ScalarOperation.Call call ? call.weight() : 0;
  }
}

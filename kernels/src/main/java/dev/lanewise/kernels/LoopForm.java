package dev.lanewise.kernels;

import java.util.HashSet;
import java.util.Set;

/** In which form loops run that have two: chosen by themselves, unless a test fixes it. */
enum LoopForm {
  /** Scalar until the vector loop has been compiled. */
  ADAPTIVE,
  SCALAR,
  VECTOR;

  private static final Set<TwinLoop> LOOPS = new HashSet<>();
  private static LoopForm fixed = ADAPTIVE;

  /** Called once for each loop, the first time that it runs. */
  static void register(TwinLoop loop) {
    synchronized (LOOPS) {
      LOOPS.add(loop);
      fixed.impose(loop);
    }
  }

  /** Makes all loops, those to come too, run in this form from now on. */
  void fix() {
    synchronized (LOOPS) {
      fixed = this;
      LOOPS.forEach(this::impose);
    }
  }

  /** Sets a loop warm that has been seen to be compiled, if loops are free to choose. */
  static void compiled(TwinLoop loop) {
    synchronized (LOOPS) {
      if (fixed == ADAPTIVE) {
        loop.setWarm(true);
      }
    }
  }

  private void impose(TwinLoop loop) {
    if (this == VECTOR) {
      loop.makeReady();
    }
    loop.setWarm(this == VECTOR);
  }
}

package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** A transposer that moves element by element until C2 has compiled the generated one. */
final class GemmTransposerTwin extends TwinLoop implements GemmTransposer {
  /** Blocks in the one call of a rehearsal that moves something, which fit its memory. */
  private static final int BLOCKS = 2;

  /** Calls of a rehearsal without a block: C2 counts them, and they cost nothing. */
  private static final int IDLE_CALLS = Rehearsal.VECTORS;

  private final VectorSpecies<?> species;
  private final GemmTransposer scalar;
  private final Object panel;
  private @Nullable GemmTransposer vector;

  /**
   * @param panel an array that the rehearsal may write, of at least two blocks
   */
  GemmTransposerTwin(VectorSpecies<?> species, Object panel) {
    this.species = species;
    this.scalar = new GemmScalarTransposer(species);
    this.panel = panel;
  }

  @Override
  public void transpose(
      int blocks,
      MemorySegment source,
      long at,
      long rowBytes,
      Object panel,
      int panelAt,
      int pitch) {
    long elements = (long) blocks * species.length() * species.length();
    GemmTransposer transposer = isWarm(elements) ? vector : null;
    if (transposer == null) {
      transposer = scalar;
    }
    transposer.transpose(blocks, source, at, rowBytes, panel, panelAt, pitch);
  }

  @Override
  void prepare() {
    if (vector == null) {
      vector = GemmTransposerGenerator.generate(species);
    }
  }

  @Override
  void rehearse(Rehearsal memory) {
    GemmTransposer transposer = vector;
    if (transposer == null) {
      return;
    }
    long rowBytes = (long) BLOCKS * species.vectorByteSize();
    transposer.transpose(BLOCKS, memory.a(), 0, rowBytes, panel, 0, species.length());
    for (int call = 0; call < IDLE_CALLS; call++) {
      transposer.transpose(0, memory.a(), 0, rowBytes, panel, 0, species.length());
    }
  }
}

package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.ir.Reduction;

/** A step of a {@link Piece}: one vector moved or computed. */
sealed interface Instruction {
  /** The value that is moved or computed. */
  int value();

  /** Reads a vector. */
  record Load(int value, Place from) implements Instruction {}

  /** Computes a value from others. */
  record Compute(int value) implements Instruction {}

  /** Writes a vector. */
  record Store(int value, Place to) implements Instruction {}

  /** Combines a vector into what a place holds. */
  record Combine(Reduction.Kind kind, int value, Place into) implements Instruction {}
}

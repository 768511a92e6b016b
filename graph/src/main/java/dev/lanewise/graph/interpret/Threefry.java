package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;

/**
 * Threefry-2x32 with 20 rounds.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
final class Threefry {
  private static final int ROUNDS = 20;

  /** By how much the second word is rotated, round by round, again and again. */
  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  /** Keeps an all-zero key from giving a zero key schedule. */
  private static final int KEY_PARITY = 0x1bd11bda;

  private Threefry() {}

  /** The bits of a {@link dev.lanewise.graph.ir.RandomBits} under a key. */
  static Literal bits(Literal key, TensorType type) {
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      long block = block((int) key.integer(0), (int) key.integer(1), 0, i);
      out.set(i, type.dtype() == DType.I64 ? block : (block >>> 32) ^ block);
    }
    return out.toLiteral();
  }

  /** Enciphers the counter (x0, x1) under the key (k0, k1); the first word comes uppermost. */
  static long block(int k0, int k1, int x0, int x1) {
    int[] schedule = {k0, k1, KEY_PARITY ^ k0 ^ k1};
    int first = x0 + k0;
    int second = x1 + k1;
    for (int round = 0; round < ROUNDS; round++) {
      first += second;
      second = Integer.rotateLeft(second, ROTATIONS[round % 8]) ^ first;
      if (round % 4 == 3) {
        int injection = round / 4 + 1;
        first += schedule[injection % 3];
        second += schedule[(injection + 1) % 3] + injection;
      }
    }
    return ((long) first << 32) | Integer.toUnsignedLong(second);
  }
}

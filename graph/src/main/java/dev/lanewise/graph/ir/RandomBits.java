package dev.lanewise.graph.ir;

/**
 * Random bits of a counter-based generator: element {@code i} in row-major order is Threefry-2x32
 * with 20 rounds of the counter {@code (i >>> 32, i)} under the operand, a key {@code I32[2]}. An
 * I32 is the exclusive or of the two words of a block, an I64 both, the first word uppermost.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public record RandomBits(TensorType type) implements Op {
  /**
   * @throws OpException if the type is not I32 or I64
   */
  public RandomBits {
    if (!type.dtype().isInteger()) {
      throw new OpException("randomBits", "bits come as I32 or I64, not as " + type.dtype());
    }
  }

  @Override
  public String mnemonic() {
    return "randomBits";
  }
}

package dev.lanewise.graph.compile.fusion;

/**
 * How large a region may grow.
 *
 * @param operands inputs and outputs of a loop
 * @param steps operations of a loop
 * @param rowBufferBytes bytes of a row's values that are kept from one walk along it to the next
 * @param foldedRowBytes bytes of one operand's row above which what is folded along it may not be
 *     used in the same loop, so that the row can be divided
 */
public record FusionLimits(int operands, int steps, long rowBufferBytes, long foldedRowBytes) {
  /** 40 operands, 250 steps, 128 KiB of row buffers, and rows of 256 KiB. */
  public static FusionLimits defaults() {
    return new FusionLimits(40, 250, 128 << 10, 256 << 10);
  }
}

package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;

/** A convolution of tensors of which one is empty: whatever the result has is zero. */
final class EmptyConv extends ConvPlan {
  EmptyConv(ConvGeometry geometry, Kind kind, ElementType type) {
    super(geometry, kind, type);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  String method() {
    return "nothing to add";
  }

  @Override
  void runPiece(int phase, int piece, Operands operands) {
    long size =
        switch (kind()) {
          case FORWARD -> geometry().outputSize();
          case INPUT_GRADIENT -> geometry().inputSize();
          case FILTER_GRADIENT -> geometry().filterSize();
        };
    operands.out().asSlice(operands.outAt(), size * width()).fill((byte) 0);
  }
}

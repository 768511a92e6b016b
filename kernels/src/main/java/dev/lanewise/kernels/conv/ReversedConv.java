package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The gradient by the input where no element is skipped: the convolution of the gradient by the
 * output with the filters, reversed, and with input and output channels exchanged.
 */
final class ReversedConv extends ConvPlan {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final ForwardConv forward;

  ReversedConv(ConvGeometry geometry, ElementType type) {
    super(geometry, Kind.INPUT_GRADIENT, type);
    this.forward = new ForwardConv(geometry.reversed(), type);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? 1 : forward.pieces(0);
  }

  @Override
  public long scratchBytes() {
    return geometry().filterSize() * width();
  }

  @Override
  int productPhase() {
    return 1;
  }

  @Override
  String method() {
    return "filters reversed, then " + forward.method();
  }

  @Override
  void runPiece(int phase, int piece, Operands in) {
    if (phase == 0) {
      reverse(in);
    } else {
      forward.runPiece(
          0,
          piece,
          new Operands(
              in.left(),
              in.leftAt(),
              in.scratch(),
              in.scratchAt(),
              in.out(),
              in.outAt(),
              in.scratch(),
              in.scratchAt()));
    }
  }

  /** From {@code [groups, O, C, taps]} to {@code [groups, C, O, taps]}, each filter reversed. */
  private void reverse(Operands in) {
    ConvGeometry g = geometry();
    int taps = g.taps();
    int inputs = g.inPerGroup();
    int outputs = g.outPerGroup();
    for (int group = 0; group < g.groups(); group++) {
      for (int o = 0; o < outputs; o++) {
        for (int c = 0; c < inputs; c++) {
          long from = ((long) group * outputs + o) * inputs + c;
          long to = ((long) group * inputs + c) * outputs + o;
          copyReversed(
              in.right(),
              in.rightAt() + from * taps * width(),
              in.scratch(),
              in.scratchAt() + to * taps * width(),
              taps);
        }
      }
    }
  }

  private void copyReversed(
      MemorySegment from, long fromAt, MemorySegment to, long toAt, int count) {
    int width = width();
    for (int i = 0; i < count; i++) {
      long source = fromAt + (long) (count - 1 - i) * width;
      long target = toAt + (long) i * width;
      if (width == Float.BYTES) {
        to.set(INT, target, from.get(INT, source));
      } else {
        to.set(LONG, target, from.get(LONG, source));
      }
    }
  }
}

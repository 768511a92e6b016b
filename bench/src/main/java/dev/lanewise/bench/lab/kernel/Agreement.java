package dev.lanewise.bench.lab.kernel;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;

/**
 * How near results must be to those of the scalar twin.
 *
 * @param ulps units in the last place of the larger of the two
 * @param relativeToLargest a share of the largest finite magnitude in the twin's operand
 */
public record Agreement(double ulps, double relativeToLargest) {
  /** The same numbers. */
  public static final Agreement EXACT = new Agreement(0, 0);

  /** Within so many units in the last place. */
  public static Agreement ulps(double ulps) {
    return new Agreement(ulps, 0);
  }

  /** Within such a share of the largest magnitude. */
  public static Agreement relative(double share) {
    return new Agreement(0, share);
  }

  /**
   * Compares everything a kernel wrote.
   *
   * @return where the first difference is that is too large, if there is one
   */
  public Optional<String> firstDifference(Memory actual, Memory expected) {
    for (int operand = 0; operand < expected.operands().size(); operand++) {
      Operand description = expected.operands().get(operand);
      if (description.role() == Operand.Role.INPUT) {
        if (actual.get(operand).mismatch(expected.get(operand)) != -1) {
          return Optional.of("operand " + operand + " is an input and was written to");
        }
        continue;
      }
      Optional<String> difference =
          firstDifference(description, actual.get(operand), expected.get(operand));
      if (difference.isPresent()) {
        return Optional.of("operand " + operand + " " + difference.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> firstDifference(
      Operand operand, MemorySegment actual, MemorySegment expected) {
    double largest = 0;
    for (long i = 0; relativeToLargest > 0 && i < operand.count(); i++) {
      double magnitude = Math.abs(value(operand.type(), expected, i));
      largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
    }
    for (long i = 0; i < operand.count(); i++) {
      double got = value(operand.type(), actual, i);
      double wanted = value(operand.type(), expected, i);
      if (!near(operand.type(), got, wanted, relativeToLargest * largest)) {
        return Optional.of(
            String.format(Locale.ROOT, "at %d: %s, the twin has %s", i, got, wanted));
      }
    }
    return Optional.empty();
  }

  private boolean near(ElementType type, double got, double wanted, double slack) {
    if (Double.compare(got, wanted) == 0 || got == wanted) {
      return true;
    }
    if (!Double.isFinite(got) || !Double.isFinite(wanted)) {
      return false;
    }
    double larger = Math.max(Math.abs(got), Math.abs(wanted));
    double ulp =
        switch (type) {
          case F32 -> Math.ulp((float) larger);
          case F64 -> Math.ulp(larger);
          case BF16 -> 0x1p16 * Math.ulp((float) larger);
          case I32, I64, BOOL -> 0;
        };
    return Math.abs(got - wanted) <= Math.max(ulps * ulp, slack);
  }

  /** Longs beyond 2^53 lose their low bits here; the kernels' tests look at those. */
  private static double value(ElementType type, MemorySegment segment, long index) {
    return switch (type) {
      case F32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case F64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case BF16 ->
          Float.intBitsToFloat(segment.getAtIndex(ValueLayout.JAVA_SHORT, index) << Short.SIZE);
      case I32 -> segment.getAtIndex(ValueLayout.JAVA_INT, index);
      case I64 -> segment.getAtIndex(ValueLayout.JAVA_LONG, index);
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, index);
    };
  }
}

package dev.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.conv.ConvGeometry.Axis;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowPlanTest {
  private static final int GUARD = 64;
  private static final byte GUARD_BYTE = 0x5a;

  @ParameterizedTest
  @EnumSource(WindowPlan.Kind.class)
  void randomWindowsAgreeWithTheirSpecification(WindowPlan.Kind kind) {
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Axis> axes = axes(random);
      check("seed " + seed, axes, kind, random);
    }
  }

  @ParameterizedTest
  @EnumSource(WindowPlan.Kind.class)
  void pairsOfPairs(WindowPlan.Kind kind) {
    Axis free = Axis.of(5, 1, 1, 0, 0);
    for (int low = 0; low < 2; low++) {
      List<Axis> axes = List.of(free, free, Axis.of(8, 2, 2, low, 0), Axis.of(9, 2, 2, low, 1));
      check("2 x 2", axes, kind, new SplittableRandom(low));
    }
  }

  private static List<Axis> axes(SplittableRandom random) {
    List<Axis> axes = new ArrayList<>();
    int rank = random.nextInt(1, 5);
    for (int i = 0; i < rank; i++) {
      int in = random.nextInt(15) == 0 ? 0 : random.nextInt(1, 8);
      axes.add(
          random.nextInt(3) == 0
              ? Axis.of(in, 1, 1, 0, 0)
              : new Axis(
                  in,
                  random.nextInt(1, 4),
                  random.nextInt(1, 4),
                  random.nextInt(-1, 3),
                  random.nextInt(-1, 3),
                  random.nextInt(3) > 0 ? 1 : 2,
                  random.nextInt(3) > 0 ? 1 : 2));
    }
    return axes;
  }

  private static void check(
      String where, List<Axis> axes, WindowPlan.Kind kind, SplittableRandom random) {
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      WindowPlan plan = WindowPlan.of(axes, kind, type);
      double[] x = numbers(random, (int) plan.inputSize());
      boolean scatters = kind.name().startsWith("SCATTER");
      double[] second = numbers(random, (int) (scatters ? plan.outputSize() : plan.inputSize()));
      double[] expected = specification(axes, kind, type, x, second);
      double[] actual = run(plan, type, x, second, expected.length, random);
      assertThat(actual).as("%s, %s", where, plan).containsExactly(expected);
    }
  }

  /** Numbers that F32 holds exactly, many of them equal, and now and then a NaN. */
  private static double[] numbers(SplittableRandom random, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> random.nextInt(-4, 5);
          };
    }
    return numbers;
  }

  private static double[] specification(
      List<Axis> axes, WindowPlan.Kind kind, ElementType type, double[] x, double[] second) {
    int windows = axes.stream().mapToInt(Axis::windows).reduce(1, (a, b) -> a * b);
    boolean scatters = kind.name().startsWith("SCATTER");
    double[] out = new double[scatters ? x.length : windows];
    for (int window = 0; window < windows; window++) {
      List<Integer> elements = elements(axes, window);
      double[] values = elements.stream().mapToDouble(i -> x[i]).toArray();
      int selected = selected(kind, elements, x);
      switch (kind) {
        case SUM -> out[window] = Arrays.stream(values).reduce(0, Double::sum);
        case PROD -> out[window] = Arrays.stream(values).reduce(1, (a, b) -> a * b);
        case MAX -> out[window] = Arrays.stream(values).reduce(-1.0 / 0, Math::max);
        case MIN -> out[window] = Arrays.stream(values).reduce(1.0 / 0, Math::min);
        case GATHER_MAX, GATHER_MIN -> out[window] = selected < 0 ? 0 : second[selected];
        case SCATTER_MAX, SCATTER_MIN -> {
          if (selected >= 0) {
            out[selected] += second[window];
          }
        }
      }
    }
    return type == ElementType.F64 ? out : Arrays.stream(out).map(v -> (float) v).toArray();
  }

  private static int selected(WindowPlan.Kind kind, List<Integer> elements, double[] x) {
    boolean max = kind.name().endsWith("MAX");
    int best = -1;
    for (int element : elements) {
      if (Double.isNaN(x[element])) {
        return element;
      }
      if (best < 0 || (max ? x[element] > x[best] : x[element] < x[best])) {
        best = element;
      }
    }
    return best;
  }

  /** The indices of the elements that a window sees, in row-major order of its places. */
  private static List<Integer> elements(List<Axis> axes, int window) {
    List<Integer> elements = new ArrayList<>();
    int places = axes.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
    for (int place = 0; place < places; place++) {
      int index = 0;
      int scale = 1;
      int windowRest = window;
      int placeRest = place;
      boolean inside = true;
      for (int i = axes.size() - 1; i >= 0; i--) {
        Axis axis = axes.get(i);
        int at =
            windowRest % axis.windows() * axis.stride()
                + placeRest % axis.size() * axis.dilation()
                - axis.low();
        windowRest /= axis.windows();
        placeRest /= axis.size();
        int base = axis.baseDilation();
        inside &= at >= 0 && at % base == 0 && at / base < axis.in();
        index += at / base * scale;
        scale *= axis.in();
      }
      if (inside) {
        elements.add(index);
      }
    }
    return elements;
  }

  private static double[] run(
      WindowPlan plan,
      ElementType type,
      double[] x,
      double[] second,
      int size,
      SplittableRandom r) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = segment(arena, type, x);
      MemorySegment b = segment(arena, type, second);
      MemorySegment out =
          arena.allocate((long) size * type.byteWidth() + 2 * GUARD, 64).fill(GUARD_BYTE);
      long middle = r.nextLong(plan.units() + 1);
      plan.run(a, GUARD, b, GUARD, out, GUARD, middle, plan.units());
      plan.run(a, GUARD, b, GUARD, out, GUARD, 0, middle);
      for (int i = 0; i < GUARD; i++) {
        assertThat(out.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(GUARD_BYTE);
        assertThat(out.get(ValueLayout.JAVA_BYTE, out.byteSize() - 1 - i)).isEqualTo(GUARD_BYTE);
      }
      double[] result = new double[size];
      for (int i = 0; i < size; i++) {
        result[i] =
            type == ElementType.F32
                ? out.get(ValueLayout.JAVA_FLOAT, GUARD + 4L * i)
                : out.get(ValueLayout.JAVA_DOUBLE, GUARD + 8L * i);
      }
      return result;
    }
  }

  private static MemorySegment segment(Arena arena, ElementType type, double[] values) {
    long bytes = (long) values.length * type.byteWidth();
    MemorySegment segment = arena.allocate(bytes + 2 * GUARD, 64).fill(GUARD_BYTE);
    for (int i = 0; i < values.length; i++) {
      if (type == ElementType.F32) {
        segment.set(ValueLayout.JAVA_FLOAT, GUARD + 4L * i, (float) values[i]);
      } else {
        segment.set(ValueLayout.JAVA_DOUBLE, GUARD + 8L * i, values[i]);
      }
    }
    return segment;
  }

  @Test
  void wrongArgumentsAreRefused() {
    List<Axis> axes = List.of(Axis.of(4, 2, 2, 0, 0));
    WindowPlan plan = WindowPlan.of(axes, WindowPlan.Kind.SUM, ElementType.F32);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(16, 64);
      MemorySegment out = arena.allocate(8, 64);
      assertThatThrownBy(() -> plan.run(x, 0, x, 0, out, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageStartingWith("[window] there are no units 0 to 2");
      assertThatThrownBy(() -> plan.run(x, 8, x, 0, out, 0, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[window] x needs 16 bytes from byte 8 on, but its segment has 16 bytes");
      assertThatThrownBy(() -> plan.run(x, 0, x, 0, MemorySegment.ofArray(new float[2]), 0, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[window] the result must be a native segment, got a heap segment");
    }
    assertThatThrownBy(() -> WindowPlan.of(axes, WindowPlan.Kind.SUM, ElementType.BF16))
        .hasMessage("[window] takes F32 or F64, got BF16");
    assertThatThrownBy(() -> WindowPlan.of(List.of(), WindowPlan.Kind.SUM, ElementType.F32))
        .hasMessage("[window] there must be an axis");
  }
}

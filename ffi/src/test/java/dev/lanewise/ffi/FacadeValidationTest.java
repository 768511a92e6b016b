package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spoils one argument at a time of a valid call, for every argument of every method of the facade:
 * each must be refused before native code sees it, by a message that names the routine.
 */
class FacadeValidationTest {
  private static final List<Class<?>> FACADES =
      List.of(
          Blas.class,
          Blas1.class,
          Blas2.class,
          BlasExtensions.class,
          Lapack.class,
          LapackSpectral.class);

  private static final Set<String> EXTENTS =
      Set.of("n", "m", "k", "nrhs", "rows", "columns", "count");

  /** Operands that are only read: all others are written. */
  private static final Set<String> ONLY_READ =
      Set.of(
          "dot x",
          "dot y",
          "axpy x",
          "copy x",
          "nrm2 x",
          "asum x",
          "amax x",
          "gemv a",
          "gemv x",
          "ger x",
          "ger y",
          "symv a",
          "symv x",
          "trmv a",
          "trsv a",
          "gemm a",
          "gemm b",
          "symm a",
          "symm b",
          "syrk a",
          "trmm a",
          "trsm a",
          "gemmBatchStrided a",
          "gemmBatchStrided b",
          "omatcopy a",
          "getrs a",
          "getrs ipiv",
          "getri ipiv",
          "potrs a",
          "trtrs a",
          "orgqr tau");

  private static final Pattern NEED = Pattern.compile("needs (\\d+) elements of (\\d) bytes");
  private static final int EXTENT = 4;

  /** A method and the place of one of its arguments. */
  record Case(Method method, int index) {
    String name() {
      return method.getParameters()[index].getName();
    }

    String stem() {
      return method.getName().replaceFirst("^(i?)[sd]", "");
    }

    @Override
    public String toString() {
      return method.getName() + " " + name();
    }
  }

  static Stream<Method> methods() {
    return FACADES.stream()
        .flatMap(facade -> Stream.of(facade.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()));
  }

  private static Stream<Case> parameters() {
    return methods()
        .flatMap(
            method ->
                Stream.iterate(0, i -> i < method.getParameterCount(), i -> i + 1)
                    .map(i -> new Case(method, i)));
  }

  static Stream<Case> operands() {
    return parameters().filter(c -> c.method.getParameterTypes()[c.index] == MemorySegment.class);
  }

  static Stream<Case> offsets() {
    return parameters().filter(c -> c.method.getParameterTypes()[c.index] == long.class);
  }

  static Stream<Case> extents() {
    return parameters().filter(c -> EXTENTS.contains(c.name()));
  }

  static Stream<Case> flags() {
    return parameters().filter(c -> c.method.getParameterTypes()[c.index].isEnum());
  }

  static Stream<Arguments> distances() {
    return parameters()
        .filter(c -> c.method.getParameterTypes()[c.index] == int.class)
        .filter(c -> !EXTENTS.contains(c.name()))
        .map(c -> Arguments.of(c, wrongDistance(c.name())));
  }

  private static int wrongDistance(String name) {
    if (name.startsWith("ld")) {
      return EXTENT - 1;
    }
    return name.startsWith("inc") ? 0 : -1;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theUnspoiltCallSucceeds(Method method) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, method);
      assertThatCode(() -> call(method, arguments)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("operands")
  void anOperandOnTheHeapIsRefused(Case at) {
    refuses(at, MemorySegment.ofArray(new double[64]), at.name() + " must be native memory");
  }

  @ParameterizedTest
  @MethodSource("operands")
  void aMisalignedOperandIsRefused(Case at) {
    try (Arena arena = Arena.ofConfined()) {
      refuses(at, arena.allocate(1024, 64).asSlice(2), at.name() + " must lie at a multiple of");
    }
  }

  @ParameterizedTest
  @MethodSource("operands")
  void anOperandMayEndExactlyWhereItsLastElementDoes(Case at) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      MemorySegment whole = (MemorySegment) arguments[at.index];
      arguments[at.index] = whole.asSlice(0, 0);
      Throwable refusal = catchThrowable(() -> call(at.method, arguments));
      assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
      Matcher need = NEED.matcher(String.valueOf(refusal.getMessage()));
      assertThat(need.find()).as(refusal.getMessage()).isTrue();
      long bytes = Long.parseLong(need.group(1)) * Long.parseLong(need.group(2));
      refuses(at, whole.asSlice(0, bytes - 1), at.name() + " needs");
      arguments[at.index] = whole.asSlice(0, bytes);
      assertThatCode(() -> call(at.method, arguments)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("operands")
  void aClosedOperandIsRefused(Case at) {
    Arena closed = Arena.ofConfined();
    MemorySegment segment = closed.allocate(1024, 64);
    closed.close();
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      arguments[at.index] = segment;
      assertThatThrownBy(() -> call(at.method, arguments))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("[" + at.method.getName() + "] " + at.name() + " is closed");
    }
  }

  @ParameterizedTest
  @MethodSource("operands")
  void anOperandConfinedToAnotherThreadIsRefused(Case at) throws InterruptedException {
    try (Arena arena = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      arguments[at.index] = confined.allocate(1024, 64);
      Throwable[] thrown = new Throwable[1];
      Thread other =
          Thread.ofPlatform()
              .start(() -> thrown[0] = catchThrowable(() -> call(at.method, arguments)));
      other.join();
      assertThat(thrown[0])
          .isInstanceOf(WrongThreadException.class)
          .hasMessageStartingWith("[" + at.method.getName() + "] " + at.name());
    }
  }

  @ParameterizedTest
  @MethodSource("operands")
  void aReadOnlyOperandIsRefusedIfItIsWritten(Case at) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      MemorySegment readOnly = ((MemorySegment) arguments[at.index]).asReadOnly();
      if (ONLY_READ.contains(at.stem() + " " + at.name())) {
        arguments[at.index] = readOnly;
        assertThatCode(() -> call(at.method, arguments)).doesNotThrowAnyException();
      } else {
        refuses(at, readOnly, at.name() + " is written, but its segment is read-only");
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"operands", "flags"})
  void nullIsRefused(Case at) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      arguments[at.index] = null;
      assertThatThrownBy(() -> call(at.method, arguments)).isInstanceOf(NullPointerException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("offsets")
  void anOffsetOutsideTheSegmentIsRefused(Case at) {
    String operand = at.name().replace("Offset", "");
    for (long offset : new long[] {-8, Long.MIN_VALUE, 1 << 20, Long.MAX_VALUE - 7}) {
      refuses(at, offset, operand + " needs");
    }
    refuses(at, 2L, operand + " must lie at a multiple of");
  }

  @ParameterizedTest
  @MethodSource("extents")
  void aNegativeExtentIsRefused(Case at) {
    String least = at.stem().equals("amax") ? "1" : "0";
    refuses(at, -1, at.name() + " must be at least " + least + ", was -1");
    refuses(at, Integer.MIN_VALUE, at.name() + " must be at least " + least);
  }

  /** Whatever is refused first, nothing overflows on the way and native code is not reached. */
  @ParameterizedTest
  @MethodSource("extents")
  void anExtentBeyondTheSegmentsIsRefused(Case at) {
    refuses(at, Integer.MAX_VALUE, "");
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i] instanceof Integer) {
          arguments[i] = Integer.MAX_VALUE;
        }
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> call(at.method, arguments))
          .withMessageContaining("needs");
    }
  }

  @ParameterizedTest
  @MethodSource("distances")
  void aDistanceOutOfRangeIsRefused(Case at, int wrong) {
    String message = wrong == 0 ? " must " : " must be at least ";
    refuses(at, wrong, at.name() + message);
    refuses(at, Integer.MAX_VALUE, " needs");
    if (at.name().startsWith("inc")) {
      refuses(at, Integer.MIN_VALUE, "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, EXTENT * EXTENT - 1})
  void theResultsOfABatchMustNotOverlap(int stride) {
    methods()
        .filter(method -> method.getName().endsWith("gemmBatchStrided"))
        .map(method -> new Case(method, method.getParameterCount() - 2))
        .forEach(at -> refuses(at, stride, "stridec must be at least 16, was " + stride));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, EXTENT + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aPivotOutOfRangeIsRefused(int pivot) {
    operands()
        .filter(at -> at.name().equals("ipiv") && !at.stem().equals("getrf"))
        .forEach(
            at -> {
              try (Arena arena = Arena.ofConfined()) {
                MemorySegment pivots =
                    arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, pivot, EXTENT);
                refuses(at, pivots, "ipiv[2] must lie in 1..4, was " + pivot);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("orgqr")
  void orgqrWantsExtentsInOrder(Method method, int m, int n, int k, String message) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, method);
      arguments[0] = m;
      arguments[1] = n;
      arguments[2] = k;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> call(method, arguments))
          .withMessage("[" + method.getName() + "] " + message);
    }
  }

  static Stream<Arguments> orgqr() {
    return methods()
        .filter(method -> method.getName().endsWith("orgqr"))
        .flatMap(
            method ->
                Stream.of(
                    Arguments.of(method, 3, 4, 2, "n must be at most m = 3, was 4"),
                    Arguments.of(method, 4, 3, 4, "k must be at most n = 3, was 4")));
  }

  private static void refuses(Case at, Object wrong, String message) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = valid(arena, at.method);
      arguments[at.index] = wrong;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> call(at.method, arguments))
          .withMessageStartingWith("[" + at.method.getName() + "] ")
          .withMessageContaining(message);
    }
  }

  /** Arguments of a call on 4 x 4 identity matrices that succeeds. */
  private static Object[] valid(Arena arena, Method method) {
    Parameter[] parameters = method.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = valid(arena, method, parameters[i].getType(), parameters[i].getName());
    }
    return arguments;
  }

  private static Object valid(Arena arena, Method method, Class<?> type, String name) {
    if (type == int.class) {
      return name.startsWith("inc") ? 1 : name.startsWith("stride") ? EXTENT * EXTENT : EXTENT;
    } else if (type == long.class) {
      return 0L;
    } else if (type == float.class) {
      return 1f;
    } else if (type == double.class) {
      return 1.0;
    } else if (type == boolean.class) {
      return true;
    } else if (type == MemorySegment.class) {
      return name.equals("ipiv")
          ? arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3, 4, 1, 1)
          : identity(arena, method);
    }
    return type.getEnumConstants()[type.getEnumConstants().length - 1];
  }

  private static MemorySegment identity(Arena arena, Method method) {
    Precision precision = method.getName().matches("i?s.*") ? Precision.SINGLE : Precision.DOUBLE;
    MemorySegment segment = arena.allocate(1024, 64);
    for (int i = 0; i < EXTENT; i++) {
      precision.set(segment, 0, i * (EXTENT + 1L), 1);
    }
    return segment;
  }

  private static void call(Method method, Object[] arguments) throws Throwable {
    try {
      method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

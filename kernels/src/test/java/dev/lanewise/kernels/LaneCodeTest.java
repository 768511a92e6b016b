package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation as code: the same bits as its elementwise kernel. */
class LaneCodeTest {
  /** 512 bits of the widest types, 64 of BOOL. */
  private static final int LANES = 8;

  private static final int TRIALS = 20;
  private static final long SLOT = 64;
  private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();

  /** An elementwise kernel, of a vector of elements in the slots of one segment. */
  @FunctionalInterface
  private interface Expected {
    void apply(MemorySegment operands, MemorySegment result);
  }

  @ParameterizedTest
  @EnumSource
  void unaryOperationsAgree(UnaryOperation operation) {
    for (ElementType type : ElementType.values()) {
      if (operation.supports(type)) {
        LaneCode lanes = new LaneCode(LANES);
        LaneOperation code = lanes.unary(operation, type, ElementType.F32);
        UnaryKernel kernel = Elementwise.unary(operation, type);
        check(lanes, code, List.of(type), kernel.resultType(), unary(kernel));
      }
    }
  }

  private static Expected unary(UnaryKernel kernel) {
    return (in, out) -> kernel.apply(in, 0, out, 0, LANES);
  }

  @ParameterizedTest
  @EnumSource
  void binaryOperationsAgree(BinaryOperation operation) {
    for (ElementType type : ElementType.values()) {
      if (operation.supports(type)) {
        LaneCode lanes = new LaneCode(LANES);
        LaneOperation code = lanes.binary(operation, type, ElementType.I64);
        check(lanes, code, List.of(type, type), type, binary(Elementwise.binary(operation, type)));
      }
    }
  }

  private static Expected binary(BinaryKernel kernel) {
    return (in, out) -> kernel.apply(in, 0, in, SLOT, out, 0, LANES);
  }

  @ParameterizedTest
  @EnumSource
  void comparisonsAgree(Comparison comparison) {
    for (ElementType type : ElementType.values()) {
      if (comparison.supports(type)) {
        LaneCode lanes = new LaneCode(LANES);
        LaneOperation code = lanes.compare(comparison, type, ElementType.F64);
        BinaryKernel kernel = Elementwise.compare(comparison, type);
        check(lanes, code, List.of(type, type), ElementType.BOOL, binary(kernel));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void conversionsAgree(ElementType from) {
    for (ElementType to : ElementType.values()) {
      LaneCode lanes = new LaneCode(LANES);
      LaneOperation code = lanes.convert(from, to, ElementType.BOOL);
      check(lanes, code, List.of(from), to, unary(Elementwise.convert(from, to)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void selectsAgree(ElementType type) {
    LaneCode lanes = new LaneCode(LANES);
    LaneOperation code = lanes.select(type, ElementType.I32);
    List<ElementType> operands = List.of(ElementType.BOOL, type, type);
    check(lanes, code, operands, type, ternary(Elementwise.select(type)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "I32", "I64"})
  void clampsAgree(ElementType type) {
    LaneCode lanes = new LaneCode(LANES);
    List<ElementType> operands = Collections.nCopies(3, type);
    check(lanes, lanes.clamp(type), operands, type, ternary(Elementwise.clamp(type)));
  }

  private static Expected ternary(TernaryKernel kernel) {
    return (in, out) -> kernel.apply(in, 0, in, SLOT, in, 2 * SLOT, out, 0, LANES);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void polygammasAgree(ElementType type) {
    for (int order = 0; order < 3; order++) {
      LaneCode lanes = new LaneCode(LANES);
      LaneOperation code = lanes.polygamma(order, type);
      check(lanes, code, List.of(type), type, unary(Elementwise.polygamma(order, type)));
    }
  }

  /** Defines a class that computes one vector, and runs it on random elements. */
  private static void check(
      LaneCode lanes,
      LaneOperation operation,
      List<ElementType> operands,
      ElementType result,
      Expected expected) {
    RowLoop loop = lanes.define(classFile(lanes, operation, operands, result));
    SplittableRandom random = new SplittableRandom(7);
    try (Arena arena = Arena.ofConfined()) {
      for (int trial = 0; trial < TRIALS; trial++) {
        MemorySegment in = arena.allocate(3 * SLOT, SLOT);
        for (int i = 0; i < operands.size(); i++) {
          ElementwiseElements elements =
              new ElementwiseElements(arena, operands.get(i), LANES, 0).randomize(random);
          MemorySegment.copy(elements.memory, 0, in, i * SLOT, elements.memory.byteSize());
        }
        MemorySegment actual = arena.allocate(SLOT, SLOT);
        MemorySegment wanted = arena.allocate(SLOT, SLOT);
        loop.run(new MemorySegment[] {in, actual}, new long[0], new long[0], 1, LANES, actual);
        expected.apply(in, wanted);
        for (int i = 0; i < LANES; i++) {
          assertThat(bits(result, actual, i))
              .as("%s of %s, lane %d of trial %d", operation, operands, i, trial)
              .isEqualTo(normalized(result, bits(result, wanted, i)));
        }
      }
    }
  }

  /** The elementwise select moves bytes of BOOL as they are; code always writes 0 or 1. */
  private static long normalized(ElementType type, long bits) {
    return type == ElementType.BOOL && bits != 0 ? 1 : bits;
  }

  /** The bits of an element; those of a NaN are any NaN's. */
  private static long bits(ElementType type, MemorySegment from, int i) {
    return switch (type) {
      case F32 -> Float.floatToIntBits(from.getAtIndex(ValueLayout.JAVA_FLOAT, i));
      case F64 -> Double.doubleToLongBits(from.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
      case BF16 -> from.getAtIndex(ValueLayout.JAVA_SHORT, i);
      case I32 -> from.getAtIndex(ValueLayout.JAVA_INT, i);
      case I64 -> from.getAtIndex(ValueLayout.JAVA_LONG, i);
      case BOOL -> from.get(ValueLayout.JAVA_BYTE, i);
    };
  }

  private static byte[] classFile(
      LaneCode lanes, LaneOperation operation, List<ElementType> operands, ElementType result) {
    MethodTypeDesc run =
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            SEGMENT.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_long,
            ConstantDescs.CD_int,
            SEGMENT);
    return ClassFile.of()
        .build(
            LaneCode.className("Tested"),
            type ->
                type.withInterfaceSymbols(RowLoop.class.describeConstable().orElseThrow())
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        0,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        "run",
                        run,
                        ClassFile.ACC_PUBLIC,
                        code -> emit(code, lanes, operation, operands, result)));
  }

  private static void emit(
      CodeBuilder code,
      LaneCode lanes,
      LaneOperation operation,
      List<ElementType> operands,
      ElementType result) {
    int in = code.allocateLocal(TypeKind.REFERENCE);
    int out = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(1).iconst_0().aaload().astore(in);
    code.aload(1).iconst_1().aaload().astore(out);
    switch (operation) {
      case LaneOperation.Inlined inlined -> {
        for (int i = 0; i < operands.size(); i++) {
          long at = i * SLOT;
          lanes.load(code, operands.get(i), address -> address.aload(in).loadConstant(at));
          if (operands.get(i) == ElementType.BOOL) {
            lanes.truth(code);
            lanes.castMask(code, inlined.masks());
          }
        }
        inlined.emit(code);
        if (result == ElementType.BOOL) {
          lanes.bytes(code);
        }
        lanes.store(code, result, address -> address.aload(out).lconst_0());
      }
      case LaneOperation.Called called -> {
        // Operands and result lie in one segment; the result goes behind the operands.
        long resultAt = 2 * SLOT;
        long[] at = operands.size() == 1 ? new long[] {0} : new long[] {0, SLOT};
        called.emit(code, in, at, resultAt);
        lanes.load(code, result, address -> address.aload(in).loadConstant(resultAt));
        lanes.store(code, result, address -> address.aload(out).lconst_0());
      }
    }
    code.return_();
  }

  @Test
  void whatIsNotSupportedIsRefused() {
    LaneCode lanes = new LaneCode(LANES);
    List<Runnable> refused = new ArrayList<>();
    refused.add(() -> lanes.unary(UnaryOperation.EXP, ElementType.I32, ElementType.I32));
    refused.add(() -> lanes.binary(BinaryOperation.ADD, ElementType.BF16, ElementType.I32));
    refused.add(() -> lanes.binary(BinaryOperation.ADD, ElementType.BOOL, ElementType.I32));
    refused.add(() -> lanes.unary(UnaryOperation.IS_FINITE, ElementType.I32, ElementType.I32));
    refused.add(() -> lanes.polygamma(1, ElementType.BOOL));
    refused.add(() -> lanes.clamp(ElementType.BF16));
    refused.add(() -> lanes.combine(Reduction.AND, ElementType.F32));
    assertThat(refused)
        .allSatisfy(
            request ->
                assertThatThrownBy(request::run).isInstanceOf(IllegalArgumentException.class));
    assertThatThrownBy(() -> new LaneCode(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two");
  }

  @Test
  void thereAreVectorsOf64To512Bits() {
    assertThat(new LaneCode(8).hasVectors(ElementType.BOOL)).isTrue();
    assertThat(new LaneCode(4).hasVectors(ElementType.BOOL)).isFalse();
    assertThat(new LaneCode(2).hasVectors(ElementType.BF16)).isFalse();
    assertThat(new LaneCode(16).hasVectors(ElementType.F32)).isTrue();
    assertThat(new LaneCode(16).hasVectors(ElementType.F64)).isFalse();
  }
}

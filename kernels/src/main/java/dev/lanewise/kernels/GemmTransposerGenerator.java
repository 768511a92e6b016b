package dev.lanewise.kernels;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes a {@link GemmTransposer} as a hidden class, for an element type and lane count.
 *
 * <p>A block is transposed in registers by log2(lanes) stages of butterflies: stage {@code s} (1,
 * 2, 4, ...) exchanges bit {@code s} of the row number with bit {@code s} of the lane number, so
 * after the last stage every bit has changed places. One exchange of a pair of rows is two
 * two-vector permutations with constant indices. The rows of a block are locals of their own, for
 * the same reason as in {@link GemmMicroKernelGenerator}. Elements are moved as integers of their
 * width, since {@code selectFrom} takes its indices in the element type.
 */
final class GemmTransposerGenerator {
  private static final ClassDesc VECTOR = describe(Vector.class);
  private static final ClassDesc SPECIES = describe(VectorSpecies.class);
  private static final ClassDesc SEGMENT = describe(MemorySegment.class);
  private static final ClassDesc ORDER = describe(ByteOrder.class);

  /** Slots of the parameters of {@link GemmTransposer#transpose}; slot 0 is {@code this}. */
  private static final int BLOCKS = 1;

  private static final int SOURCE = 2;
  private static final int AT = 3;
  private static final int ROW_BYTES = 5;
  private static final int PANEL = 7;
  private static final int PANEL_AT = 8;
  private static final int PITCH = 9;

  /** Slots of the local variables. */
  private static final int BLOCK = 10;

  private static final int ROW_AT = 11;
  private static final int COLUMN_AT = 13;
  private static final int FIRST_INDEX = 14;

  private final int lanes;
  private final int bits;
  private final int stages;
  private final boolean isFloat;
  private final ClassDesc elementType;

  /** The integer vector that moves the elements, and the element type of its arrays. */
  private final ClassDesc moverType;

  private final ClassDesc moverElement;

  private GemmTransposerGenerator(VectorSpecies<?> species) {
    lanes = species.length();
    bits = species.vectorBitSize();
    stages = Integer.numberOfTrailingZeros(lanes);
    isFloat = species.elementType() == float.class;
    elementType = isFloat ? CD_float : CD_double;
    moverType = describe(isFloat ? IntVector.class : LongVector.class);
    moverElement = isFloat ? CD_int : CD_long;
  }

  /** Returns a new transposer of blocks of {@code species.length()} rows and columns. */
  static GemmTransposer generate(VectorSpecies<?> species) {
    GemmTransposerGenerator generator = new GemmTransposerGenerator(species);
    try {
      MethodHandles.Lookup transposer =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(generator.classFile(), generator.indices(), true);
      return (GemmTransposer)
          transposer
              .findConstructor(transposer.lookupClass(), MethodType.methodType(void.class))
              .asType(MethodType.methodType(GemmTransposer.class))
              .invokeExact();
    } catch (Throwable e) {
      throw new LinkageError("[gemm] no transposer for " + species, e);
    }
  }

  /**
   * The permutations: for each stage, the lanes of the upper row of a pair after the exchange, then
   * those of the lower. Index {@code i >= lanes} means lane {@code i - lanes} of the lower row.
   */
  private Object indices() {
    int[] indices = new int[2 * stages * lanes];
    for (int stage = 0; stage < stages; stage++) {
      int bit = 1 << stage;
      for (int lane = 0; lane < lanes; lane++) {
        boolean kept = (lane & bit) == 0;
        indices[2 * stage * lanes + lane] = kept ? lane : lanes + (lane ^ bit);
        indices[(2 * stage + 1) * lanes + lane] = kept ? lane | bit : lanes + lane;
      }
    }
    if (isFloat) {
      return indices;
    }
    long[] wide = new long[indices.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = indices[i];
    }
    return wide;
  }

  private byte[] classFile() {
    String name =
        "%s$%d%s".formatted(GemmTransposer.class.getName(), lanes, elementType.displayName());
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            type ->
                type.withFlags(ClassFile.ACC_FINAL)
                    .withInterfaceSymbols(describe(GemmTransposer.class))
                    .withMethodBody(
                        INIT_NAME,
                        MTD_void,
                        0,
                        code ->
                            code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody(
                        "transpose",
                        MethodTypeDesc.of(
                            CD_void, CD_int, SEGMENT, CD_long, CD_long, CD_Object, CD_int, CD_int),
                        ClassFile.ACC_PUBLIC,
                        this::transpose));
  }

  private void transpose(CodeBuilder code) {
    code.aload(PANEL).checkcast(elementType.arrayType()).astore(PANEL);
    for (int index = 0; index < 2 * stages; index++) {
      species(code);
      code.loadConstant(
          DynamicConstantDesc.ofNamed(BSM_CLASS_DATA, DEFAULT_NAME, moverElement.arrayType()));
      code.loadConstant(index * lanes);
      code.invokestatic(
          moverType,
          "fromArray",
          MethodTypeDesc.of(moverType, SPECIES, moverElement.arrayType(), CD_int));
      LaneTypes.exact(code, moverType, bits);
      code.astore(FIRST_INDEX + index);
    }
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(BLOCK);
    code.labelBinding(next).iload(BLOCK).iload(BLOCKS).if_icmpge(done);
    load(code);
    for (int stage = 0; stage < stages; stage++) {
      exchange(code, stage);
    }
    store(code);
    code.iinc(BLOCK, 1).goto_(next).labelBinding(done).return_();
  }

  private void load(CodeBuilder code) {
    code.lload(AT).iload(BLOCK).i2l().loadConstant((long) bits / Byte.SIZE).lmul().ladd();
    code.lstore(ROW_AT);
    for (int row = 0; row < lanes; row++) {
      species(code);
      code.aload(SOURCE).lload(ROW_AT);
      code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
      code.invokestatic(
          moverType,
          "fromMemorySegment",
          MethodTypeDesc.of(moverType, SPECIES, SEGMENT, CD_long, ORDER));
      LaneTypes.exact(code, moverType, bits);
      code.astore(row(0, row));
      code.lload(ROW_AT).lload(ROW_BYTES).ladd().lstore(ROW_AT);
    }
  }

  /** Exchanges one bit of the row number with the same bit of the lane number. */
  private void exchange(CodeBuilder code, int stage) {
    for (int upper = 0; upper < lanes; upper++) {
      int lower = upper | 1 << stage;
      if (lower != upper) {
        select(code, 2 * stage, row(stage, upper), row(stage, lower), row(stage + 1, upper));
        select(code, 2 * stage + 1, row(stage, upper), row(stage, lower), row(stage + 1, lower));
      }
    }
  }

  private void select(CodeBuilder code, int index, int upper, int lower, int result) {
    code.aload(FIRST_INDEX + index).aload(upper).aload(lower);
    code.invokevirtual(moverType, "selectFrom", MethodTypeDesc.of(moverType, VECTOR, VECTOR));
    LaneTypes.exact(code, moverType, bits);
    code.astore(result);
  }

  private void store(CodeBuilder code) {
    ClassDesc vectorType =
        ClassDesc.of("jdk.incubator.vector", isFloat ? "FloatVector" : "DoubleVector");
    code.iload(PANEL_AT).iload(BLOCK).loadConstant(lanes).imul().iload(PITCH).imul().iadd();
    code.istore(COLUMN_AT);
    for (int column = 0; column < lanes; column++) {
      code.aload(row(stages, column));
      code.invokevirtual(
          moverType,
          isFloat ? "reinterpretAsFloats" : "reinterpretAsDoubles",
          MethodTypeDesc.of(vectorType));
      LaneTypes.exact(code, vectorType, bits);
      code.aload(PANEL).iload(COLUMN_AT);
      code.invokevirtual(
          vectorType, "intoArray", MethodTypeDesc.of(CD_void, elementType.arrayType(), CD_int));
      code.iload(COLUMN_AT).iload(PITCH).iadd().istore(COLUMN_AT);
    }
  }

  /** Slot of a row after a number of stages; rows alternate between two sets of slots. */
  private int row(int stage, int row) {
    return FIRST_INDEX + 2 * stages + (stage & 1) * lanes + row;
  }

  private void species(CodeBuilder code) {
    code.getstatic(moverType, bits <= 512 ? "SPECIES_" + bits : "SPECIES_MAX", SPECIES);
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}

package dev.lanewise.kernels;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes {@link GemmMicroKernel}s as hidden classes, one for each block shape, element type and
 * lane count.
 *
 * <p>A micro-kernel keeps its whole block of C in vector registers, so in Java source every
 * accumulator must be a local variable of its own: C2 does not keep arrays of vectors in registers.
 * The generator spells out what a loop over rows and vectors cannot say. For 2 rows of 2 vectors it
 * writes
 *
 * <pre>{@code
 * void multiply(int kc, Object a, int aAt, Object b, long bAt, ...) {
 *   float[] as = (float[]) a, bs = (float[]) b;
 *   FloatVector c00 = FloatVector.zero(SPECIES), c01 = ..., c10 = ..., c11 = ...;
 *   for (int k = 0; k < kc; k++) {
 *     int ak = aAt + k * aStep, bk = bAt + k * 2 * LANES;
 *     FloatVector b0 = FloatVector.fromArray(SPECIES, bs, bk);
 *     FloatVector b1 = FloatVector.fromArray(SPECIES, bs, bk + LANES);
 *     FloatVector v = FloatVector.broadcast(SPECIES, as[ak]);
 *     c00 = v.fma(b0, c00);
 *     c01 = v.fma(b1, c01);
 *     v = FloatVector.broadcast(SPECIES, as[ak + aRow]);
 *     c10 = v.fma(b0, c10);
 *     c11 = v.fma(b1, c11);
 *   }
 *   c00.intoMemorySegment(c, cAt, ORDER);
 *   c01.intoMemorySegment(c, cAt + LANES * 4, ORDER);
 *   cAt += cRow;
 *   ...
 * }
 * }</pre>
 *
 * <p>That is the form for packed B and sums from zero; a form that reads B in place loads its
 * vectors from a segment, and one that resumes starts from the block of C.
 *
 * <p>All strides of A are constants of the class, so the address of every element is a register
 * plus a displacement, and C2 drops the range checks of the arrays from the loop. 12 rows of 2
 * vectors run at 228-237 GFLOP/s from L1 with 16 lanes of F32, which is the FMA peak of the machine
 * they were measured on, with B packed or in place. A read in place costs 12 to 40 %.
 */
final class GemmMicroKernelGenerator {
  /**
   * What a micro-kernel is made for.
   *
   * @param species element type ({@code float} or {@code double}) and lane count
   * @param rows rows of the block
   * @param vectors vectors across the block; it has {@code vectors * lanes} columns
   * @param aRow distance between two rows of the A panel, in elements
   * @param aStep distance between two steps of {@code k} in the A panel, in elements
   * @param packed whether B is a packed panel or is read in place
   * @param resume whether sums start from what is in C, or from zero
   */
  record Shape(
      VectorSpecies<?> species,
      int rows,
      int vectors,
      int aRow,
      int aStep,
      boolean packed,
      boolean resume) {}

  private static final ClassDesc VECTOR = describe(Vector.class);
  private static final ClassDesc SPECIES = describe(VectorSpecies.class);
  private static final ClassDesc SEGMENT = describe(MemorySegment.class);
  private static final ClassDesc ORDER = describe(ByteOrder.class);

  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(
          CD_void, CD_int, CD_Object, CD_int, CD_Object, CD_long, CD_long, SEGMENT, CD_long,
          CD_long);

  /** Slots of the parameters of {@link GemmMicroKernel#multiply}; slot 0 is {@code this}. */
  private static final int KC = 1;

  private static final int A = 2;
  private static final int A_AT = 3;
  private static final int B = 4;
  private static final int B_AT = 5;
  private static final int B_ROW = 7;
  private static final int C = 9;
  private static final int C_AT = 10;
  private static final int C_ROW = 12;

  /** Slots of the local variables. */
  private static final int K = 14;

  private static final int A_K = 15;
  private static final int B_K = 16;
  private static final int ROW_AT = 17;
  private static final int BROADCAST = 19;
  private static final int FIRST_B = 20;

  private final Shape shape;
  private final int lanes;
  private final TypeKind element;
  private final ClassDesc elementType;
  private final ClassDesc vectorType;

  private GemmMicroKernelGenerator(Shape shape) {
    this.shape = shape;
    lanes = shape.species().length();
    element = TypeKind.from(shape.species().elementType());
    elementType = element == TypeKind.FLOAT ? CD_float : CD_double;
    vectorType = describe(shape.species().vectorType().getSuperclass());
  }

  /** Returns a new micro-kernel of the given shape. */
  static GemmMicroKernel generate(Shape shape) {
    byte[] bytes = new GemmMicroKernelGenerator(shape).classFile();
    try {
      MethodHandles.Lookup kernel = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (GemmMicroKernel)
          kernel
              .findConstructor(kernel.lookupClass(), MethodType.methodType(void.class))
              .asType(MethodType.methodType(GemmMicroKernel.class))
              .invokeExact();
    } catch (Throwable e) {
      throw new LinkageError("[gemm] no micro-kernel for " + shape, e);
    }
  }

  private byte[] classFile() {
    String name =
        "%s$%dx%d%s"
            .formatted(
                GemmMicroKernel.class.getName(),
                shape.rows(),
                shape.vectors() * lanes,
                elementType.displayName());
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            type ->
                type.withFlags(ClassFile.ACC_FINAL)
                    .withInterfaceSymbols(describe(GemmMicroKernel.class))
                    .withMethodBody(
                        INIT_NAME,
                        MTD_void,
                        0,
                        code ->
                            code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody("multiply", MULTIPLY, ClassFile.ACC_PUBLIC, this::multiply));
  }

  private void multiply(CodeBuilder code) {
    code.iload(KC).ifThen(Opcode.IFLT, CodeBuilder::return_);
    code.aload(A).checkcast(elementType.arrayType()).astore(A);
    code.aload(B).checkcast(shape.packed() ? elementType.arrayType() : SEGMENT).astore(B);
    start(code);
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(K);
    code.labelBinding(next).iload(K).iload(KC).if_icmpge(done);
    step(code);
    code.iinc(K, 1).goto_(next).labelBinding(done);
    store(code);
    code.return_();
  }

  private void start(CodeBuilder code) {
    code.lload(C_AT).lstore(ROW_AT);
    for (int row = 0; row < shape.rows(); row++) {
      for (int vector = 0; vector < shape.vectors(); vector++) {
        species(code);
        if (shape.resume()) {
          code.aload(C);
          vectorAt(code, ROW_AT, vector);
          code.invokestatic(
              vectorType,
              "fromMemorySegment",
              MethodTypeDesc.of(vectorType, SPECIES, SEGMENT, CD_long, ORDER));
        } else {
          code.invokestatic(vectorType, "zero", MethodTypeDesc.of(vectorType, SPECIES));
        }
        exact(code);
        code.astore(accumulator(row, vector));
      }
      code.lload(ROW_AT).lload(C_ROW).ladd().lstore(ROW_AT);
    }
  }

  /** One step of {@code k}: loads the vectors of B, then broadcasts and multiplies row by row. */
  private void step(CodeBuilder code) {
    code.iload(A_AT).iload(K).loadConstant(shape.aStep()).imul().iadd().istore(A_K);
    if (shape.packed()) {
      loadPackedB(code);
    } else {
      loadB(code);
    }
    for (int row = 0; row < shape.rows(); row++) {
      species(code);
      code.aload(A).iload(A_K).loadConstant(row * shape.aRow()).iadd().arrayLoad(element);
      code.invokestatic(
          vectorType, "broadcast", MethodTypeDesc.of(vectorType, SPECIES, elementType));
      exact(code);
      code.astore(BROADCAST);
      for (int vector = 0; vector < shape.vectors(); vector++) {
        code.aload(BROADCAST).aload(FIRST_B + vector).aload(accumulator(row, vector));
        code.invokevirtual(vectorType, "fma", MethodTypeDesc.of(vectorType, VECTOR, VECTOR));
        exact(code);
        code.astore(accumulator(row, vector));
      }
    }
  }

  private void loadPackedB(CodeBuilder code) {
    code.lload(B_AT).l2i().iload(K).loadConstant(shape.vectors() * lanes).imul().iadd();
    code.istore(B_K);
    for (int vector = 0; vector < shape.vectors(); vector++) {
      species(code);
      code.aload(B).iload(B_K).loadConstant(vector * lanes).iadd();
      code.invokestatic(
          vectorType,
          "fromArray",
          MethodTypeDesc.of(vectorType, SPECIES, elementType.arrayType(), CD_int));
      exact(code);
      code.astore(FIRST_B + vector);
    }
  }

  private void loadB(CodeBuilder code) {
    for (int vector = 0; vector < shape.vectors(); vector++) {
      species(code);
      code.aload(B);
      vectorAt(code, B_AT, vector);
      code.invokestatic(
          vectorType,
          "fromMemorySegment",
          MethodTypeDesc.of(vectorType, SPECIES, SEGMENT, CD_long, ORDER));
      exact(code);
      code.astore(FIRST_B + vector);
    }
    code.lload(B_AT).lload(B_ROW).ladd().lstore(B_AT);
  }

  /** Pushes the byte offset of a vector of a row, and the byte order. */
  private void vectorAt(CodeBuilder code, int rowAt, int vector) {
    code.lload(rowAt).loadConstant((long) vector * shape.species().vectorByteSize()).ladd();
    code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
  }

  private void store(CodeBuilder code) {
    for (int row = 0; row < shape.rows(); row++) {
      for (int vector = 0; vector < shape.vectors(); vector++) {
        code.aload(accumulator(row, vector)).aload(C);
        vectorAt(code, C_AT, vector);
        code.invokevirtual(
            vectorType, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
      }
      code.lload(C_AT).lload(C_ROW).ladd().lstore(C_AT);
    }
  }

  private int accumulator(int row, int vector) {
    return FIRST_B + shape.vectors() + row * shape.vectors() + vector;
  }

  /** Pushes the species, a static final field of the JDK's vector class, so that C2 folds it. */
  private void species(CodeBuilder code) {
    int bits = shape.species().vectorBitSize();
    code.getstatic(vectorType, bits <= 512 ? "SPECIES_" + bits : "SPECIES_MAX", SPECIES);
  }

  /**
   * Casts the vector on the stack to its final class, whatever else C2 has seen its callee return.
   */
  private void exact(CodeBuilder code) {
    LaneTypes.exact(code, vectorType, shape.species().vectorBitSize());
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}

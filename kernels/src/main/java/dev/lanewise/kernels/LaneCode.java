package dev.lanewise.kernels;

import static dev.lanewise.kernels.ElementType.BF16;
import static dev.lanewise.kernels.ElementType.BOOL;
import static dev.lanewise.kernels.ElementType.F32;
import static dev.lanewise.kernels.ElementType.I32;
import static dev.lanewise.kernels.LaneTypes.describe;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;

/**
 * The door for whoever generates a class with vector code: emits loads, stores and elementwise
 * operations on vectors of one number of lanes, with the same bits as the elementwise kernels, and
 * defines the class. One instance serves one class, in one thread.
 *
 * <p>Vectors pass over the operand stack and live in local variables; they never cross a call
 * outside of the Vector API, where they would be boxed. Values of type BOOL are masks there, which
 * belong to the vectors of some element type and are cast from one to another; in memory they are
 * bytes.
 */
public final class LaneCode {
  private static final Lookup LOOKUP = MethodHandles.lookup();
  private static final int NARROWEST_BITS = 64;
  private static final int WIDEST_BITS = 512;

  private static final ClassDesc SEGMENT = describe(MemorySegment.class);
  private static final ClassDesc ORDER = describe(ByteOrder.class);
  private static final ClassDesc LANES = describe(Lanes.class);
  private static final ClassDesc SLOTS = describe(Slots.class);
  private static final MethodTypeDesc COPY =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          SEGMENT,
          ConstantDescs.CD_long,
          SEGMENT,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long);

  private record Key(List<Object> operation, int lanes) {}

  private static final ConcurrentMap<Key, CodeSize> SIZES = new ConcurrentHashMap<>();

  /** Loops for one vector, apart from those of the elementwise kernels, whose rows are long. */
  private static final ConcurrentMap<List<Object>, Object> LOOPS = new ConcurrentHashMap<>();

  private final int lanes;
  private final List<Object> constants = new ArrayList<>();

  /**
   * Code on vectors of some number of lanes.
   *
   * @param lanes a power of two from 1 to 64
   * @throws IllegalArgumentException if it is none of these
   */
  public LaneCode(int lanes) {
    if (Integer.bitCount(lanes) != 1 || lanes < 1 || lanes > WIDEST_BITS / Byte.SIZE) {
      throw new IllegalArgumentException(
          "[laneCode] the number of lanes must be a power of two from 1 to 64, got " + lanes);
    }
    this.lanes = lanes;
  }

  /** Returns the number of lanes of every vector. */
  public int lanes() {
    return lanes;
  }

  /** Returns whether there are vectors of that many elements of a type: 64 to 512 bits wide. */
  public boolean hasVectors(ElementType type) {
    int bits = lanes * type.byteWidth() * Byte.SIZE;
    return bits >= NARROWEST_BITS && bits <= WIDEST_BITS;
  }

  /** Emits the load of a vector; {@code address} pushes a segment and a byte offset. */
  public void load(CodeBuilder code, ElementType type, Consumer<CodeBuilder> address) {
    ClassDesc vector = LaneTypes.vector(type);
    LaneTypes.pushSpecies(code, type, lanes);
    address.accept(code);
    code.getstatic(LANES, "ORDER", ORDER)
        .invokestatic(
            vector,
            "fromMemorySegment",
            MethodTypeDesc.of(vector, LaneTypes.SPECIES, SEGMENT, ConstantDescs.CD_long, ORDER));
    LaneTypes.exact(code, type, lanes);
  }

  /**
   * Emits: the compiler learns the final class of the vector on the stack, which it does not know
   * of a variable that a loop changes, and without which it boxes the vector.
   */
  public void exact(CodeBuilder code, ElementType type) {
    LaneTypes.exact(code, type, lanes);
  }

  /** Emits the store of the vector on the stack; {@code address} pushes a segment and an offset. */
  public void store(CodeBuilder code, ElementType type, Consumer<CodeBuilder> address) {
    address.accept(code);
    code.getstatic(LANES, "ORDER", ORDER)
        .invokevirtual(
            LaneTypes.vector(type),
            "intoMemorySegment",
            MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ORDER));
  }

  /**
   * Emits: a few bytes are copied; segment and byte offset of the source, the same of the target
   * and the number of bytes are on the stack.
   */
  public static void copy(CodeBuilder code) {
    code.invokestatic(SLOTS, "copy", COPY);
  }

  /**
   * Emits: one element is repeated in the 64 bytes of a slot, to be loaded as a vector.
   *
   * @param from pushes the segment and byte offset of the element
   * @param to pushes the segment and byte offset of the slot
   */
  public static void repeat(
      CodeBuilder code, ElementType type, Consumer<CodeBuilder> from, Consumer<CodeBuilder> to) {
    from.accept(code);
    to.accept(code);
    code.invokestatic(
        SLOTS,
        Slots.method(type),
        MethodTypeDesc.of(
            ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, SEGMENT, ConstantDescs.CD_long));
  }

  /** Emits: bytes from memory on the stack become a mask of {@link ElementType#BOOL} vectors. */
  public void truth(CodeBuilder code) {
    masked(code, "truth", BOOL);
  }

  /** Emits: a mask on the stack, of vectors of any type, becomes bytes 0 and 1. */
  public void bytes(CodeBuilder code) {
    masked(code, "bytes", BOOL);
  }

  /** Emits: a mask on the stack becomes the same of vectors of another type. */
  public void castMask(CodeBuilder code, ElementType to) {
    masked(code, "cast", to);
  }

  private void masked(CodeBuilder code, String function, ElementType out) {
    LaneTypes.pushSpecies(code, out, lanes);
    int bits = LaneTypes.bits(out, lanes);
    LaneInliner.emit(code, LaneFunction.named(MaskLanes.class, function), bits);
  }

  /**
   * An operation of one operand.
   *
   * @param masks the type to whose vectors masks are to belong if the operand is BOOL
   * @throws IllegalArgumentException if the operation does not support the type
   */
  public LaneOperation unary(UnaryOperation operation, ElementType type, ElementType masks) {
    if (type == BOOL && operation == UnaryOperation.NOT) {
      return mask("not", 1, masks);
    }
    UnaryTable.Row row = UnaryTable.row(operation);
    if (operation == UnaryOperation.IS_FINITE && row.supports(type)) {
      return predicate("isFinite", type);
    }
    LaneForm form = row.form(type);
    return form != null ? function(form, 1) : called(row, operation, type);
  }

  /**
   * The polygamma function of one order.
   *
   * @throws IllegalArgumentException if the type is neither F32 nor F64
   */
  public LaneOperation polygamma(int order, ElementType type) {
    return called(UnaryTable.scalar(x -> ScalarMath.polygamma(order, x)), order, type);
  }

  private LaneOperation called(UnaryTable.Row row, Object operation, ElementType type) {
    return called(
        List.of(type), type, operation, () -> row.loop(type, VectorShape.preferredShape()));
  }

  /**
   * An operation of two operands.
   *
   * @param masks the type to whose vectors masks are to belong if the operands are BOOL
   * @throws IllegalArgumentException if the operation does not support the type
   */
  public LaneOperation binary(BinaryOperation operation, ElementType type, ElementType masks) {
    BinaryTable.Row row = BinaryTable.row(operation);
    if (type == BOOL && row.supports(BOOL)) {
      return mask(Objects.requireNonNull(row.form(BOOL)).name(), 2, masks);
    }
    LaneForm form = row.form(type);
    if (form != null) {
      return function(form, 2);
    }
    return called(
        List.of(type, type),
        type,
        operation,
        () -> row.loop(type, VectorShape.preferredShape(), false, false));
  }

  /**
   * A comparison.
   *
   * @param masks the type to whose vectors masks are to belong if the operands are BOOL; otherwise
   *     the result belongs to the operands' own
   */
  public LaneOperation compare(Comparison comparison, ElementType type, ElementType masks) {
    if (type == BOOL) {
      String function =
          switch (comparison) {
            case EQ -> "equal";
            case NE -> "xor";
            case LT -> "less";
            case LE -> "lessOrEqual";
            case GT -> "greater";
            case GE -> "greaterOrEqual";
          };
      return mask(function, 2, masks);
    }
    VectorOperators.Comparison operator = ComparisonTable.operator(comparison);
    return inlined(
        List.of(comparison, type),
        List.of(type, type),
        type,
        BOOL,
        code -> {
          LaneTypes.pushOperator(code, operator);
          masked(code, "compare", type);
        });
  }

  /**
   * {@code condition ? b : c}.
   *
   * @param type the type of b and c
   * @param masks the type to whose vectors masks are to belong if that is BOOL; otherwise the
   *     condition belongs to the type's own
   */
  public LaneOperation select(ElementType type, ElementType masks) {
    if (type == BOOL) {
      return mask("choose", 3, masks);
    }
    return inlined(
        List.of("select", type),
        List.of(BOOL, type, type),
        type,
        type,
        code -> {
          masked(code, "select", type);
          code.checkcast(LaneTypes.vector(type));
        });
  }

  /**
   * {@code min(max(x, low), high)} of the operands (low, x, high).
   *
   * @throws IllegalArgumentException if the type is neither F32, F64, I32 nor I64
   */
  public LaneOperation clamp(ElementType type) {
    if (!ComparisonTable.supportsClamp(type)) {
      throw new IllegalArgumentException("[clamp] does not support " + type);
    }
    return function(new LaneForm(Operators.class, "clamp", type, UnaryTable.NO_CONSTANT), 3);
  }

  /**
   * A conversion; a mask that is converted belongs to the other type's vectors.
   *
   * @param masks the type to whose vectors masks are to belong if both types are BOOL
   */
  public LaneOperation convert(ElementType from, ElementType to, ElementType masks) {
    if (from == to) {
      ElementType owner = from == BOOL ? masks : from;
      return new LaneOperation.Inlined(owner, to, 0, 0, _ -> {});
    }
    if (to == BOOL && from != BF16) {
      return predicate("nonZero", from);
    }
    String function = ConversionTable.function(from, to);
    if (function == null || (from == BOOL && to == BF16)) {
      return called(
          List.of(from),
          to,
          to,
          () -> ConversionTable.loop(from, to, VectorShape.preferredShape()));
    }
    if (from == BOOL) {
      return inlined(
          List.of("number", to),
          List.of(BOOL),
          to,
          to,
          code -> {
            masked(code, "number", to);
            code.checkcast(LaneTypes.vector(to));
          });
    }
    return inlined(
        List.of(function, from, to), List.of(from), from, to, code -> cast(code, from, to));
  }

  private void cast(CodeBuilder code, ElementType from, ElementType to) {
    boolean widened = from == BF16 && to == F32;
    ElementType lane = widened ? I32 : to;
    LaneTypes.pushSpecies(code, lane, lanes);
    String name = ConversionTable.function(from, to);
    LaneFunction function = LaneFunction.of(ConversionLanes.class, String.valueOf(name), from);
    LaneInliner.emit(
        code, function, Math.max(LaneTypes.bits(from, lanes), LaneTypes.bits(to, lanes)));
    LaneTypes.exact(code, lane, lanes);
    if (widened) {
      code.invokevirtual(
          LaneTypes.vector(I32), "reinterpretAsFloats", MethodTypeDesc.of(LaneTypes.vector(F32)));
    }
  }

  /**
   * What a reduction combines an accumulator and further elements with, both vectors; those of BOOL
   * are bytes 0 and 1, not masks.
   *
   * @throws IllegalArgumentException if the reduction does not support the type
   */
  public LaneOperation.Inlined combine(Reduction reduction, ElementType type) {
    if (!reduction.supports(type)) {
      throw new IllegalArgumentException("[reduce] no " + reduction + " of " + type);
    }
    VectorOperators.Binary operator = reduction.operator(type);
    return inlined(
        List.of(reduction, type),
        List.of(type, type),
        type,
        type,
        code -> operator(code, operator, type, 2));
  }

  private LaneOperation.Inlined function(LaneForm form, int operands) {
    ElementType type = form.type();
    return inlined(
        List.of(form),
        Collections.nCopies(operands, type),
        type,
        type,
        code -> {
          if (form.constant() instanceof VectorOperators.Operator operator) {
            operator(code, operator, type, operands);
          } else {
            LaneInliner.emit(code, form.function(), LaneTypes.bits(type, lanes));
            LaneTypes.exact(code, type, lanes);
          }
        });
  }

  /** What {@link Operators} does, without the way over local variables. */
  private void operator(
      CodeBuilder code, VectorOperators.Operator operator, ElementType type, int operands) {
    ClassDesc vector = LaneTypes.vector(type);
    Class<?> kind = operands == 1 ? VectorOperators.Unary.class : VectorOperators.Binary.class;
    LaneTypes.pushOperator(code, operator);
    if (operands == 1) {
      code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, describe(kind)));
    } else {
      ClassDesc any = describe(Vector.class);
      code.swap().invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, describe(kind), any));
    }
    LaneTypes.exact(code, type, lanes);
  }

  private LaneOperation predicate(String function, ElementType type) {
    return inlined(
        List.of(function, type), List.of(type), type, BOOL, code -> masked(code, function, type));
  }

  private LaneOperation mask(String name, int operands, ElementType masks) {
    return inlined(
        List.of(name, BOOL, operands, masks),
        Collections.nCopies(operands, BOOL),
        masks,
        BOOL,
        code -> masked(code, name, masks));
  }

  private LaneOperation called(
      List<ElementType> operands, ElementType result, Object operation, Supplier<?> loop) {
    List<Object> key = List.of(operation, operands, result);
    Object made =
        LOOPS.computeIfAbsent(
            key,
            _ -> {
              Object created = loop.get();
              if (created == null) {
                throw new IllegalArgumentException(
                    "[%s] does not support %s".formatted(operation, operands.getFirst()));
              }
              return created;
            });
    return new LaneOperation.Called(operands, result, index(made), lanes);
  }

  private LaneOperation.Inlined inlined(
      List<Object> operation,
      List<ElementType> operands,
      ElementType masks,
      ElementType result,
      Consumer<CodeBuilder> code) {
    CodeSize size =
        SIZES.computeIfAbsent(
            new Key(operation, lanes), _ -> CodeSize.measure(operands, result, code));
    return new LaneOperation.Inlined(masks, result, size.bytes(), size.vectorCalls(), code);
  }

  /** Emits: pushes an object, which becomes a constant of the class. */
  public void pushConstant(CodeBuilder code, Object constant, Class<?> type) {
    LaneTypes.pushClassData(code, index(constant), type);
  }

  private int index(Object constant) {
    int index = constants.indexOf(constant);
    if (index < 0) {
      constants.add(constant);
      return constants.size() - 1;
    }
    return index;
  }

  /** Returns a class name that {@link #define} accepts. */
  public static ClassDesc className(String simpleName) {
    return ClassDesc.of(LaneCode.class.getPackageName(), simpleName);
  }

  /**
   * Defines a class, hidden, in this package, and returns an instance of it. The class goes when
   * nothing refers to the instance any more.
   *
   * @param classFile a class named by {@link #className}, a {@link RowLoop} with a constructor
   *     without parameters
   * @throws LinkageError if it is no such class
   */
  public RowLoop define(byte[] classFile) {
    try {
      Lookup loop = LOOKUP.defineHiddenClassWithClassData(classFile, List.copyOf(constants), true);
      return (RowLoop)
          loop.findConstructor(loop.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("[laneCode] the class has no usable constructor", e);
    }
  }
}

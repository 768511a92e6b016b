package dev.lanewise.kernels;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.VectorOperators;

/**
 * Operators of the Vector API on single lanes, as bytecode: the same bits as in any lane of a
 * vector (a NaN may have another payload). Operands are taken from the stack, the result is left
 * there; lanes of bytes and shorts are ints on the stack, kept within their range.
 */
final class ScalarOperators {
  private static final ClassDesc MATH = ClassDesc.ofDescriptor(Math.class.descriptorString());

  private ScalarOperators() {}

  /**
   * Emits an operator of one, two or three operands of one kind; also the second operand of a shift
   * is of that kind.
   *
   * @throws IllegalArgumentException if the operator has no translation
   */
  static void apply(CodeBuilder code, VectorOperators.Operator operator, TypeKind kind) {
    switch (operator.name()) {
      case "ADD" -> arithmetic(code, kind, Opcode.IADD, Opcode.LADD, Opcode.FADD, Opcode.DADD);
      case "SUB" -> arithmetic(code, kind, Opcode.ISUB, Opcode.LSUB, Opcode.FSUB, Opcode.DSUB);
      case "MUL" -> arithmetic(code, kind, Opcode.IMUL, Opcode.LMUL, Opcode.FMUL, Opcode.DMUL);
      case "DIV" -> arithmetic(code, kind, Opcode.IDIV, Opcode.LDIV, Opcode.FDIV, Opcode.DDIV);
      case "NEG" -> arithmetic(code, kind, Opcode.INEG, Opcode.LNEG, Opcode.FNEG, Opcode.DNEG);
      case "AND" -> bitwise(code, operator, kind, Opcode.IAND, Opcode.LAND);
      case "OR" -> bitwise(code, operator, kind, Opcode.IOR, Opcode.LOR);
      case "XOR" -> bitwise(code, operator, kind, Opcode.IXOR, Opcode.LXOR);
      case "NOT" -> {
        constant(code, -1, kind);
        bitwise(code, operator, kind, Opcode.IXOR, Opcode.LXOR);
      }
      case "LSHL" -> shift(code, operator, kind, Opcode.ISHL, Opcode.LSHL);
      case "ASHR" -> shift(code, operator, kind, Opcode.ISHR, Opcode.LSHR);
      case "LSHR" -> shift(code, operator, kind, Opcode.IUSHR, Opcode.LUSHR);
      case "ABS" -> math(code, "abs", kind, 1);
      case "SQRT" -> squareRoot(code, operator, kind);
      case "MIN" -> math(code, "min", kind, 2);
      case "MAX" -> math(code, "max", kind, 2);
      case "UMIN" -> leastUnsigned(code, kind);
      case "FMA" -> fusedMultiplyAdd(code, operator, kind);
      default -> throw untranslated(operator, kind);
    }
    narrow(code, kind);
  }

  /** Emits a number as a lane of a kind. */
  static void constant(CodeBuilder code, Number number, TypeKind kind) {
    switch (kind) {
      case FLOAT -> code.loadConstant(number.floatValue());
      case DOUBLE -> code.loadConstant(number.doubleValue());
      case LONG -> code.loadConstant(number.longValue());
      default -> code.loadConstant(number.intValue());
    }
  }

  private static IllegalArgumentException untranslated(
      VectorOperators.Operator operator, TypeKind kind) {
    return new IllegalArgumentException("no scalar code for " + operator + " of " + kind);
  }

  private static void arithmetic(
      CodeBuilder code, TypeKind kind, Opcode ints, Opcode longs, Opcode floats, Opcode doubles) {
    emit(
        code,
        switch (kind) {
          case LONG -> longs;
          case FLOAT -> floats;
          case DOUBLE -> doubles;
          default -> ints;
        });
  }

  private static void bitwise(
      CodeBuilder code,
      VectorOperators.Operator operator,
      TypeKind kind,
      Opcode ints,
      Opcode longs) {
    if (isFloating(kind)) {
      throw untranslated(operator, kind);
    }
    emit(code, isLong(kind) ? longs : ints);
  }

  private static void shift(
      CodeBuilder code,
      VectorOperators.Operator operator,
      TypeKind kind,
      Opcode ints,
      Opcode longs) {
    // Shorter lanes shift by fewer bits than an int.
    if (kind != TypeKind.INT && kind != TypeKind.LONG) {
      throw untranslated(operator, kind);
    }
    if (isLong(kind)) {
      code.l2i();
    }
    emit(code, isLong(kind) ? longs : ints);
  }

  private static void emit(CodeBuilder code, Opcode opcode) {
    code.with(OperatorInstruction.of(opcode));
  }

  private static void math(CodeBuilder code, String name, TypeKind kind, int operands) {
    ClassDesc type = onStack(kind);
    MethodTypeDesc method =
        operands == 1 ? MethodTypeDesc.of(type, type) : MethodTypeDesc.of(type, type, type);
    code.invokestatic(MATH, name, method);
  }

  private static void squareRoot(
      CodeBuilder code, VectorOperators.Operator operator, TypeKind kind) {
    if (!isFloating(kind)) {
      throw untranslated(operator, kind);
    }
    // The root of a float rounded to a double and then to a float is the correctly rounded one.
    convert(code, kind, TypeKind.DOUBLE);
    math(code, "sqrt", TypeKind.DOUBLE, 1);
    convert(code, TypeKind.DOUBLE, kind);
  }

  private static void fusedMultiplyAdd(
      CodeBuilder code, VectorOperators.Operator operator, TypeKind kind) {
    if (!isFloating(kind)) {
      throw untranslated(operator, kind);
    }
    ClassDesc type = onStack(kind);
    code.invokestatic(MATH, "fma", MethodTypeDesc.of(type, type, type, type));
  }

  /** Sign extension keeps the unsigned order, so bytes and shorts are compared as ints. */
  private static void leastUnsigned(CodeBuilder code, TypeKind kind) {
    int b = code.allocateLocal(kind);
    int a = code.allocateLocal(kind);
    code.storeLocal(kind, b).storeLocal(kind, a);
    code.loadLocal(kind, a).loadLocal(kind, b);
    compareUnsigned(code, kind);
    code.ifThenElse(
        Opcode.IFLT, first -> first.loadLocal(kind, a), second -> second.loadLocal(kind, b));
  }

  private static void compareUnsigned(CodeBuilder code, TypeKind kind) {
    Class<?> owner = isLong(kind) ? Long.class : Integer.class;
    ClassDesc type = onStack(kind);
    code.invokestatic(
        ClassDesc.ofDescriptor(owner.descriptorString()),
        "compareUnsigned",
        MethodTypeDesc.of(ConstantDescs.CD_int, type, type));
  }

  /**
   * Emits the comparison of two operands of one kind and a branch that is taken where it holds.
   *
   * @throws IllegalArgumentException if the comparison has no translation
   */
  static void branchIf(
      CodeBuilder code, VectorOperators.Comparison comparison, TypeKind kind, Label target) {
    boolean unsigned = comparison.name().startsWith("U");
    String name = unsigned ? comparison.name().substring(1) : comparison.name();
    // A NaN makes the comparison fail, from whichever side it comes.
    boolean less = name.startsWith("L");
    boolean direct = false;
    if (unsigned) {
      compareUnsigned(code, kind);
    } else {
      switch (kind) {
        case FLOAT -> emit(code, less ? Opcode.FCMPG : Opcode.FCMPL);
        case DOUBLE -> emit(code, less ? Opcode.DCMPG : Opcode.DCMPL);
        case LONG -> code.lcmp();
        default -> direct = true;
      }
    }
    Opcode branch =
        switch (name) {
          case "EQ" -> direct ? Opcode.IF_ICMPEQ : Opcode.IFEQ;
          case "NE" -> direct ? Opcode.IF_ICMPNE : Opcode.IFNE;
          case "LT" -> direct ? Opcode.IF_ICMPLT : Opcode.IFLT;
          case "LE" -> direct ? Opcode.IF_ICMPLE : Opcode.IFLE;
          case "GT" -> direct ? Opcode.IF_ICMPGT : Opcode.IFGT;
          case "GE" -> direct ? Opcode.IF_ICMPGE : Opcode.IFGE;
          default -> throw untranslated(comparison, kind);
        };
    code.branch(branch, target);
  }

  /** Emits a conversion as Java's cast. */
  static void convert(CodeBuilder code, TypeKind from, TypeKind to) {
    if (from != to) {
      code.conversion(from, to);
    }
  }

  /** Emits the view of a lane's bits as another kind of the same size. */
  static void reinterpret(CodeBuilder code, TypeKind from, TypeKind to) {
    if (from == to) {
      return;
    }
    boolean single = from == TypeKind.FLOAT || to == TypeKind.FLOAT;
    ClassDesc owner = single ? ConstantDescs.CD_Float : ConstantDescs.CD_Double;
    String name =
        switch (to) {
          case INT -> "floatToRawIntBits";
          case LONG -> "doubleToRawLongBits";
          case FLOAT -> "intBitsToFloat";
          case DOUBLE -> "longBitsToDouble";
          default -> throw new IllegalArgumentException("no bits of " + from + " as " + to);
        };
    code.invokestatic(owner, name, MethodTypeDesc.of(onStack(to), onStack(from)));
  }

  private static void narrow(CodeBuilder code, TypeKind kind) {
    switch (kind) {
      case BYTE -> code.i2b();
      case SHORT -> code.i2s();
      default -> {} // fills its variable
    }
  }

  private static boolean isLong(TypeKind kind) {
    return kind == TypeKind.LONG;
  }

  private static boolean isFloating(TypeKind kind) {
    return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
  }

  private static ClassDesc onStack(TypeKind kind) {
    return kind.asLoadable().upperBound();
  }
}

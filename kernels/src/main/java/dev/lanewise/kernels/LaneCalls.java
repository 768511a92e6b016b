package dev.lanewise.kernels;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** The methods of vectors and masks that lane functions call, as scalar code. */
final class LaneCalls {
  private static final ClassDesc OPERATORS =
      ClassDesc.ofDescriptor(VectorOperators.class.descriptorString());

  private final CodeBuilder code;

  LaneCalls(CodeBuilder code) {
    this.code = code;
  }

  /** Returns an operator of the Vector API. */
  static LaneValue staticField(FieldInstruction field) {
    if (field.opcode() != Opcode.GETSTATIC || !field.owner().asSymbol().equals(OPERATORS)) {
      throw new IllegalArgumentException("no scalar code for " + field);
    }
    return new LaneValue.Known(operator(field.name().stringValue()));
  }

  private static VectorOperators.Operator operator(String name) {
    try {
      Object operator = VectorOperators.class.getField(name).get(null);
      return (VectorOperators.Operator) Objects.requireNonNull(operator);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no such operator: " + name, e);
    }
  }

  /** Translates a call of a static method of a vector class. */
  LaneValue create(String name, List<LaneValue> operands) {
    TypeKind kind = species(operands.getFirst());
    switch (name) {
      case "zero" -> load(new LaneValue.Constant(0), kind);
      case "broadcast" -> load(operands.get(1), kind);
      case "fromArray" -> {
        load(operands.get(1), TypeKind.REFERENCE);
        load(operands.get(2), TypeKind.INT);
        code.arrayLoad(kind);
      }
      default -> throw new IllegalArgumentException("no scalar code for " + name);
    }
    return store(kind);
  }

  /** Translates a call of a method of a vector or mask. */
  LaneValue invoke(String name, LaneValue self, List<LaneValue> operands) {
    TypeKind kind = Objects.requireNonNull(kind(self), name);
    return switch (name) {
      case "add", "sub", "mul", "div", "neg", "abs", "sqrt", "min", "max" ->
          apply(operator(name.toUpperCase(Locale.ROOT)), kind, self, operands);
      case "and", "or", "xor", "not" ->
          kind == TypeKind.BOOLEAN
              ? combineMasks(name, self, operands)
              : apply(operator(name.toUpperCase(Locale.ROOT)), kind, self, operands);
      case "andNot" -> {
        LaneValue not = combineMasks("not", operands.getFirst(), List.of());
        yield combineMasks("and", self, List.of(not));
      }
      case "lanewise" ->
          apply(
              known(operands.getFirst(), VectorOperators.Operator.class),
              kind,
              self,
              operands.subList(1, operands.size()));
      case "compare" -> {
        var comparison = known(operands.getFirst(), VectorOperators.Comparison.class);
        yield new LaneValue.Condition(comparison, kind, self, operands.get(1));
      }
      case "blend" -> blend(kind, self, operands.get(0), operands.get(1));
      case "broadcast" -> {
        load(operands.getFirst(), kind);
        yield store(kind);
      }
      case "species" -> new LaneValue.Species(kind);
      case "cast", "anyTrue" -> self;
      case "castShape" -> convert(self, kind, species(operands.getFirst()));
      case "convert" -> {
        var conversion = known(operands.getFirst(), VectorOperators.Conversion.class);
        yield convert(self, kind, LaneValue.kind(conversion.rangeType()));
      }
      case "reinterpretAsInts" -> reinterpret(self, kind, TypeKind.INT);
      case "reinterpretAsLongs" -> reinterpret(self, kind, TypeKind.LONG);
      case "reinterpretAsFloats" -> reinterpret(self, kind, TypeKind.FLOAT);
      case "reinterpretAsDoubles" -> reinterpret(self, kind, TypeKind.DOUBLE);
      case "toArray" -> arrayOf(self, kind);
      default -> throw new IllegalArgumentException("no scalar code for " + name);
    };
  }

  /** Emits a call that stays one. */
  @Nullable LaneValue callStatic(
      ClassDesc owner, String name, MethodTypeDesc type, List<LaneValue> operands) {
    for (int i = 0; i < operands.size(); i++) {
      load(operands.get(i), TypeKind.from(type.parameterType(i)));
    }
    code.invokestatic(owner, name, type);
    TypeKind result = TypeKind.from(type.returnType());
    return result == TypeKind.VOID ? null : store(result);
  }

  private LaneValue apply(
      VectorOperators.Operator operator, TypeKind kind, LaneValue self, List<LaneValue> operands) {
    load(self, kind);
    for (LaneValue operand : operands) {
      load(operand, kind);
    }
    ScalarOperators.apply(code, operator, kind);
    return store(kind);
  }

  private LaneValue combineMasks(String name, LaneValue self, List<LaneValue> operands) {
    load(self, TypeKind.BOOLEAN);
    for (LaneValue operand : operands) {
      load(operand, TypeKind.BOOLEAN);
    }
    switch (name) {
      case "and" -> code.iand();
      case "or" -> code.ior();
      case "xor" -> code.ixor();
      default -> code.iconst_1().ixor();
    }
    return store(TypeKind.BOOLEAN);
  }

  private LaneValue blend(TypeKind kind, LaneValue self, LaneValue other, LaneValue mask) {
    Label set = code.newLabel();
    Label end = code.newLabel();
    branchIf(mask, set);
    load(self, kind);
    code.goto_(end).labelBinding(set);
    load(other, kind);
    code.labelBinding(end);
    return store(kind);
  }

  private void branchIf(LaneValue mask, Label target) {
    if (mask instanceof LaneValue.Condition(var comparison, var kind, var a, var b)) {
      load(a, kind);
      load(b, kind);
      ScalarOperators.branchIf(code, comparison, kind, target);
    } else {
      load(mask, TypeKind.BOOLEAN);
      code.ifne(target);
    }
  }

  private LaneValue convert(LaneValue self, TypeKind from, TypeKind to) {
    load(self, from);
    ScalarOperators.convert(code, from, to);
    return store(to);
  }

  private LaneValue reinterpret(LaneValue self, TypeKind from, TypeKind to) {
    load(self, from);
    ScalarOperators.reinterpret(code, from, to);
    return store(to);
  }

  private LaneValue arrayOf(LaneValue self, TypeKind kind) {
    code.iconst_1().newarray(kind).dup().iconst_0();
    load(self, kind);
    code.arrayStore(kind);
    return store(TypeKind.REFERENCE);
  }

  private static TypeKind species(LaneValue value) {
    if (value instanceof LaneValue.Species(TypeKind lanes)) {
      return lanes;
    }
    throw new IllegalArgumentException("a species that is not known: " + value);
  }

  private static <T> T known(LaneValue value, Class<T> type) {
    if (value instanceof LaneValue.Known known) {
      return known.as(type);
    }
    throw new IllegalArgumentException("an operator that is not known: " + value);
  }

  /** Returns the kind of a value, or null if it has none of its own. */
  @Nullable TypeKind kind(LaneValue value) {
    return switch (value) {
      case LaneValue.Variable variable -> variable.kind();
      case LaneValue.Condition _ -> TypeKind.BOOLEAN;
      case LaneValue.Constant _, LaneValue.Species _, LaneValue.Known _ -> null;
    };
  }

  LaneValue.Variable newVariable(TypeKind kind) {
    return new LaneValue.Variable(kind, code.allocateLocal(kind));
  }

  /** Emits a store of what is on the stack to a new variable. */
  LaneValue store(TypeKind kind) {
    LaneValue.Variable variable = newVariable(kind);
    code.storeLocal(kind, variable.slot());
    return variable;
  }

  /** Emits a load of a value, converted to a kind. */
  void load(LaneValue value, TypeKind kind) {
    switch (value) {
      case LaneValue.Variable(TypeKind from, int slot) -> {
        code.loadLocal(from, slot);
        ScalarOperators.convert(code, from, kind);
      }
      case LaneValue.Constant(Number number) -> ScalarOperators.constant(code, number, kind);
      case LaneValue.Condition _ -> {
        Label set = code.newLabel();
        Label end = code.newLabel();
        branchIf(value, set);
        code.iconst_0().goto_(end).labelBinding(set).iconst_1().labelBinding(end);
      }
      case LaneValue.Species _, LaneValue.Known _ ->
          throw new IllegalArgumentException("not a number: " + value);
    }
  }
}

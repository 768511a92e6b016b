package dev.lanewise.kernels;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Makes scalar code of a lane function: what it does to one lane, as plain arithmetic that the
 * just-in-time compilers finish within milliseconds, where the vectors of the original are objects
 * until they have been compiled well. The bits are the same, because a lane function consists of
 * operations that are defined lane by lane (a NaN may have another payload).
 *
 * <p>The function is read as {@link LaneInliner} reads it, together with the functions that it
 * calls. A vector becomes a {@link LaneValue} of its lane's kind; species, operators and the loop's
 * constant are known here and leave no trace. Of forward branches there may be those that skip a
 * rare path; calls that stay calls are made with the same operands, an array of lanes having the
 * length 1.
 */
final class LaneScalarizer {
  private static final String VECTORS = VectorOperators.class.getPackageName();
  private static final ClassDesc LANES = ClassDesc.ofDescriptor(Lanes.class.descriptorString());

  private final CodeBuilder code;
  private final LaneCalls calls;

  private LaneScalarizer(CodeBuilder code) {
    this.code = code;
    this.calls = new LaneCalls(code);
  }

  /**
   * Emits the scalar code of a function: takes the operands from the stack and leaves the result
   * there. The local variables are free again after the block that it is emitted into.
   *
   * @param operands the kind of each operand's lanes; bytes and shorts are ints on the stack
   * @param result the kind of the result's lanes
   * @param constant what the function takes after the operands and the species of the result
   * @throws IllegalArgumentException if there is no such function, or something in it has no
   *     translation
   */
  static void emit(
      CodeBuilder code,
      LaneFunction function,
      List<TypeKind> operands,
      TypeKind result,
      Object constant) {
    code.block(block -> new LaneScalarizer(block).emit(function, operands, result, constant));
  }

  private void emit(
      LaneFunction function, List<TypeKind> operands, TypeKind result, Object constant) {
    List<LaneValue> arguments = new ArrayList<>();
    for (TypeKind kind : operands.reversed()) {
      arguments.addFirst(calls.store(kind));
    }
    for (ClassDesc type :
        function
            .type()
            .parameterList()
            .subList(operands.size(), function.type().parameterCount())) {
      arguments.add(
          type.equals(LaneInliner.SPECIES)
              ? new LaneValue.Species(result)
              : LaneValue.known(constant));
    }
    LaneValue value = inline(function, arguments);
    if (value == null) {
      throw new IllegalArgumentException("no result of " + function);
    }
    calls.load(value, result);
  }

  private @Nullable LaneValue inline(LaneFunction function, List<LaneValue> arguments) {
    return new Body(function, arguments).translate();
  }

  /** One function on its way through the translation: what its variables and its stack hold. */
  private final class Body {
    private final LaneFunction function;
    private final CodeModel original;
    private final boolean branching;
    private final @Nullable LaneValue[] locals;

    /** Where a branch may join, a variable of the original has one place of its own. */
    private final Map<Integer, LaneValue.Variable> places = new HashMap<>();

    private final List<LaneValue> stack = new ArrayList<>();
    private final Map<Label, Label> labels = new HashMap<>();

    Body(LaneFunction function, List<LaneValue> arguments) {
      this.function = function;
      this.original = LaneInliner.body(function);
      this.branching = original.elementStream().anyMatch(BranchInstruction.class::isInstance);
      this.locals = new LaneValue[((CodeAttribute) original).maxLocals()];
      int slot = 0;
      for (int i = 0; i < arguments.size(); i++) {
        setLocal(slot, arguments.get(i));
        slot += TypeKind.from(function.type().parameterType(i)).slotSize();
      }
    }

    @Nullable LaneValue translate() {
      LaneValue result = null;
      int returns = 0;
      for (CodeElement element : original.elementList()) {
        switch (element) {
          case LoadInstruction load -> push(local(load.slot()));
          case StoreInstruction store -> setLocal(store.slot(), pop());
          case ConstantInstruction constant -> push(LaneValue.known(constant.constantValue()));
          case FieldInstruction field -> push(LaneCalls.staticField(field));
          case TypeCheckInstruction _ -> {} // a lane has no class
          case InvokeInstruction call -> invoke(call);
          case InvokeDynamicInstruction call -> {
            code.with(call);
            push(calls.store(TypeKind.REFERENCE));
          }
          case BranchInstruction branch -> {
            calls.load(pop(), TypeKind.BOOLEAN);
            requireEmptyStack();
            code.branch(branch.opcode(), relabelled(branch.target()));
          }
          case LabelTarget target -> code.labelBinding(relabelled(target.label()));
          case ReturnInstruction ret -> {
            returns++;
            result = ret.typeKind() == TypeKind.VOID ? null : pop();
          }
          case PseudoInstruction _ -> {} // line numbers and variable names of another file
          default -> throw untranslated(element);
        }
      }
      if (returns != 1) {
        throw new IllegalArgumentException("more than one return in " + function);
      }
      return result;
    }

    private IllegalArgumentException untranslated(Object what) {
      return new IllegalArgumentException("no scalar code for %s in %s".formatted(what, function));
    }

    private void requireEmptyStack() {
      if (!stack.isEmpty()) {
        throw new IllegalArgumentException("a branch inside an expression in " + function);
      }
    }

    private Label relabelled(Label label) {
      return labels.computeIfAbsent(label, _ -> code.newLabel());
    }

    private LaneValue local(int slot) {
      LaneValue value = locals[slot];
      if (value == null) {
        throw untranslated("local variable " + slot);
      }
      return value;
    }

    /** Values never change, so a variable is a name of one, unless branches may give it several. */
    private void setLocal(int slot, LaneValue value) {
      if (branching && calls.kind(value) != null) {
        LaneValue.Variable place =
            places.computeIfAbsent(slot, _ -> calls.newVariable(calls.kind(value)));
        if (place.kind() != calls.kind(value)) {
          throw untranslated("a local variable of two types");
        }
        calls.load(value, place.kind());
        code.storeLocal(place.kind(), place.slot());
        locals[slot] = place;
      } else {
        locals[slot] = value;
      }
    }

    private void push(LaneValue value) {
      stack.add(value);
    }

    private LaneValue pop() {
      return stack.removeLast();
    }

    private void invoke(InvokeInstruction call) {
      boolean isStatic = call.opcode() == java.lang.classfile.Opcode.INVOKESTATIC;
      MethodTypeDesc type = call.typeSymbol();
      int count = type.parameterCount() + (isStatic ? 0 : 1);
      List<LaneValue> operands = List.copyOf(stack.subList(stack.size() - count, stack.size()));
      for (int i = 0; i < count; i++) {
        pop();
      }
      LaneValue result = invoke(call, isStatic, operands);
      if (result != null) {
        push(result);
      }
    }

    private @Nullable LaneValue invoke(
        InvokeInstruction call, boolean isStatic, List<LaneValue> operands) {
      ClassDesc owner = call.owner().asSymbol();
      String name = call.name().stringValue();
      if (owner.equals(LANES) && name.equals("exact")) {
        return operands.getLast();
      }
      if (LaneInliner.isInlined(call)) {
        return inline(LaneInliner.called(call), operands);
      }
      if (!isStatic && operands.getFirst() instanceof LaneValue.Known known) {
        return LaneValue.known(known.call(name));
      }
      if (owner.packageName().equals(VECTORS)) {
        return isStatic
            ? calls.create(name, operands)
            : calls.invoke(name, operands.getFirst(), operands.subList(1, operands.size()));
      }
      if (isStatic) {
        return calls.callStatic(owner, name, call.typeSymbol(), operands);
      }
      throw untranslated(call);
    }
  }
}

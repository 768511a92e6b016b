package dev.lanewise.kernels;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies the code of a lane function, and of the functions that it calls, into a loop template in
 * place of the template's call of its operation; and in the same way whatever else of this package
 * the template passes vectors to or takes them from, its own private methods too.
 *
 * <p>Left to C2 the call would often stay a call: a method of our own that has already been
 * compiled into more than 2,500 bytes is not inlined again ({@code InlineSmallCode}), which of two
 * methods is compiled first is a matter of timing, and a vector that crosses a call that stayed is
 * boxed (F32 tanh 1.9 instead of 0.5 ns an element). The JDK marks its own vector methods to be
 * inlined always; a library cannot.
 *
 * <p>A function is a static method of this package; what it may contain is arithmetic, calls and
 * forward branches, with one vector, one mask or nothing as the result. Methods marked {@link
 * OutOfLine} stay calls, and so does whatever belongs to another package.
 */
final class LaneInliner {
  private static final ClassDesc PLACEHOLDER =
      ClassDesc.ofDescriptor(Placeholder.class.descriptorString());
  static final ClassDesc SPECIES = ClassDesc.ofDescriptor(VectorSpecies.class.descriptorString());
  private static final String VECTORS = VectorSpecies.class.getPackageName();
  private static final String PACKAGE = LaneInliner.class.getPackageName();
  private static final ConcurrentMap<ClassDesc, ClassModel> MODELS = new ConcurrentHashMap<>();

  private LaneInliner() {}

  /**
   * Returns the template's class file with the function in place of its call of {@link
   * Placeholder}, and without calls that a vector crosses.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  static byte[] inline(byte[] template, LaneFunction function) {
    ClassDesc loop = ClassFile.of().parse(template).thisClass().asSymbol();
    return inline(
        template,
        (code, call) -> {
          int operands = call.typeSymbol().parameterCount();
          pushConstants(code, loop, function, operands);
          code.block(block -> copy(block, function));
        });
  }

  /**
   * Returns the class file of a template that has no {@link Placeholder} without calls that a
   * vector crosses: the functions that it calls by name are copied in, its own private ones too.
   */
  static byte[] inline(byte[] template) {
    return inline(
        template,
        (_, call) -> {
          throw new IllegalArgumentException("no function is given for " + call);
        });
  }

  /**
   * Emits a function's code: takes its operands from the stack, those after the vectors too, and
   * leaves the result there.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  static void emit(CodeBuilder code, LaneFunction function) {
    code.block(block -> copy(block, function));
  }

  private static byte[] inline(
      byte[] template, BiConsumer<CodeBuilder, InvokeInstruction> operation) {
    ClassFile classFile = ClassFile.of();
    CodeTransform body =
        (code, element) -> {
          if (element instanceof InvokeInstruction call && isPlaceholder(call)) {
            operation.accept(code, call);
          } else if (element instanceof InvokeInstruction call
              && isVectorCrossed(call)
              && isInlined(call)) {
            code.block(block -> copy(block, called(call)));
          } else {
            code.with(element);
          }
        };
    return classFile.transformClass(
        classFile.parse(template), ClassTransform.transformingMethodBodies(body));
  }

  private static boolean isPlaceholder(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKESTATIC && call.owner().asSymbol().equals(PLACEHOLDER);
  }

  /** Whether a vector, mask or shuffle is an operand or the result of a call. */
  static boolean isVectorCrossed(InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    return isVector(type.returnType())
        || type.parameterList().stream().anyMatch(LaneInliner::isVector);
  }

  private static boolean isVector(ClassDesc type) {
    return type.packageName().equals(VECTORS)
        && !type.equals(SPECIES)
        && !type.displayName().startsWith("VectorOperators");
  }

  static LaneFunction called(InvokeInstruction call) {
    return new LaneFunction(call.owner().asSymbol(), call.name().stringValue(), call.typeSymbol());
  }

  /** Pushes what the function takes after its operands: a species, and the loop's constant. */
  private static void pushConstants(
      CodeBuilder code, ClassDesc template, LaneFunction function, int operands) {
    for (int i = operands; i < function.type().parameterCount(); i++) {
      ClassDesc type = function.type().parameterType(i);
      if (type.equals(SPECIES)) {
        code.getstatic(template, "OUT", SPECIES);
      } else {
        code.getstatic(template, "CONSTANT", ConstantDescs.CD_Object);
      }
    }
  }

  /**
   * Emits the function's code: takes the operands from the stack and leaves the result there. The
   * local variables are free again after the block that it is emitted into.
   */
  private static void copy(CodeBuilder code, LaneFunction function) {
    CodeModel body = body(function);
    int frame = frame(code, body);
    storeOperands(code, function.type(), frame);
    List<CodeElement> elements = body.elementList();
    Map<Label, Label> labels = new HashMap<>();
    Label end = code.newLabel();
    int left = (int) elements.stream().filter(Instruction.class::isInstance).count();
    for (CodeElement element : elements) {
      if (element instanceof Instruction) {
        left--;
      }
      switch (element) {
        case LoadInstruction load -> code.loadLocal(load.typeKind(), frame + load.slot());
        case StoreInstruction store -> code.storeLocal(store.typeKind(), frame + store.slot());
        case BranchInstruction branch ->
            code.branch(branch.opcode(), relabelled(code, labels, branch.target()));
        case LabelTarget target -> code.labelBinding(relabelled(code, labels, target.label()));
        case ReturnInstruction _ -> {
          if (left > 0) {
            code.goto_(end);
          }
        }
        case InvokeInstruction call when isInlined(call) ->
            code.block(block -> copy(block, called(call)));
        case Instruction other -> code.with(other);
        case PseudoInstruction _ -> {} // line numbers and variable names of another file
        default -> {} // attributes
      }
    }
    code.labelBinding(end);
  }

  private static Label relabelled(CodeBuilder code, Map<Label, Label> labels, Label label) {
    return labels.computeIfAbsent(label, _ -> code.newLabel());
  }

  /** Reserves local variables for the function's own, and returns the first. */
  private static int frame(CodeBuilder code, CodeModel body) {
    int size = ((CodeAttribute) body).maxLocals();
    int first = code.allocateLocal(TypeKind.REFERENCE);
    for (int slot = 1; slot < size; slot++) {
      int next = code.allocateLocal(TypeKind.REFERENCE);
      if (next != first + slot) {
        throw new IllegalStateException("local variables are not numbered one after the other");
      }
    }
    return first;
  }

  private static void storeOperands(CodeBuilder code, MethodTypeDesc type, int frame) {
    int[] slots = new int[type.parameterCount()];
    int slot = frame;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slot;
      slot += TypeKind.from(type.parameterType(i)).slotSize();
    }
    for (int i = slots.length - 1; i >= 0; i--) {
      if (!type.parameterType(i).isPrimitive()) {
        // The template knows no more than that it has vectors.
        code.checkcast(type.parameterType(i));
      }
      code.storeLocal(TypeKind.from(type.parameterType(i)), slots[i]);
    }
  }

  static boolean isInlined(InvokeInstruction call) {
    ClassDesc owner = call.owner().asSymbol();
    if (call.opcode() != Opcode.INVOKESTATIC || !owner.packageName().equals(PACKAGE)) {
      return false;
    }
    MethodModel method = method(called(call));
    return method
        .findAttribute(Attributes.runtimeInvisibleAnnotations())
        .map(marks -> marks.annotations().stream().noneMatch(LaneInliner::isOutOfLine))
        .orElse(true);
  }

  private static boolean isOutOfLine(Annotation annotation) {
    return annotation.className().equalsString(OutOfLine.class.descriptorString());
  }

  static CodeModel body(LaneFunction function) {
    return method(function)
        .code()
        .orElseThrow(() -> new IllegalArgumentException("no code in " + function));
  }

  private static MethodModel method(LaneFunction function) {
    ClassModel model =
        MODELS.computeIfAbsent(
            function.owner(),
            owner -> ClassFile.of().parse(Specialiser.classFile(owner.displayName())));
    return model.methods().stream()
        .filter(
            method ->
                method.methodName().equalsString(function.name())
                    && method.methodTypeSymbol().equals(function.type()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such lane function: " + function));
  }
}

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
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

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
 * <p>Every vector of numbers that a call returns is cast to its final class. What is reinterpreted
 * or converted comes out of the JDK's code as a vector of any length; and behind the first 8,000
 * bytes of bytecode that C2 has inlined into a method ({@code DesiredMethodLimit}), it puts off
 * even what is always inlined, and then knows of no result more than it is declared to be. Where it
 * does not know the class it goes by those that the JDK's methods have seen in this process, and as
 * soon as they were several it keeps a call for the other ones, for which it makes an object of the
 * vector (tanh, softmax and F64 sin did so or not depending on what had run before).
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

  /** Those of BOOL and BF16 may be smaller than the others of a function, and are few. */
  private static final Set<ClassDesc> NUMBERS =
      Stream.of(ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64)
          .map(LaneTypes::vector)
          .collect(Collectors.toUnmodifiableSet());

  /** The size where there are no vectors of numbers, or only some of any type. */
  private static final int NONE = 0;

  private static final ConcurrentMap<ClassDesc, ClassModel> MODELS = new ConcurrentHashMap<>();

  private LaneInliner() {}

  /**
   * Returns the template's class file with the function in place of its call of {@link
   * Placeholder}, and without calls that a vector crosses.
   *
   * @param bits size of the vectors of numbers in the function, in bits
   * @throws IllegalArgumentException if there is no such function
   */
  static byte[] inline(byte[] template, LaneFunction function, int bits) {
    ClassDesc loop = ClassFile.of().parse(template).thisClass().asSymbol();
    return inline(
        template,
        (code, call) -> {
          int operands = call.typeSymbol().parameterCount();
          pushConstants(code, loop, function, operands);
          code.block(block -> copy(block, function, bits));
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
   * @param bits size of the vectors of numbers in the function, in bits
   * @throws IllegalArgumentException if there is no such function
   */
  static void emit(CodeBuilder code, LaneFunction function, int bits) {
    code.block(block -> copy(block, function, bits));
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
            code.block(block -> copy(block, called(call), NONE));
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
  private static void copy(CodeBuilder code, LaneFunction function, int bits) {
    CodeModel body = body(function);
    int frame = frame(code, body);
    storeOperands(code, function.type(), frame);
    List<CodeElement> elements = body.elementList();
    Map<Label, Label> labels = new HashMap<>();
    Label end = code.newLabel();
    int left = (int) elements.stream().filter(Instruction.class::isInstance).count();
    CodeElement before = null;
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
            code.block(block -> copy(block, called(call), bits));
        case Instruction other -> code.with(other);
        case PseudoInstruction _ -> {} // line numbers and variable names of another file
        default -> {} // attributes
      }
      ClassDesc vector = returned(before, element);
      if (vector != null) {
        exact(code, vector, bits);
      }
      before = element;
    }
    code.labelBinding(end);
  }

  /** The class of the vector of numbers that was just returned and cast, or null if none was. */
  private static @Nullable ClassDesc returned(@Nullable CodeElement before, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKEVIRTUAL
        && NUMBERS.contains(call.typeSymbol().returnType())) {
      return call.typeSymbol().returnType();
    }
    if (element instanceof TypeCheckInstruction check
        && before instanceof InvokeInstruction call
        && isConversion(call)) {
      return check.type().asSymbol();
    }
    return null;
  }

  /** Whether a vector is converted to another one of the same size. */
  private static boolean isConversion(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKEVIRTUAL
        && isVector(call.owner().asSymbol())
        && call.name().equalsString("convert");
  }

  private static void exact(CodeBuilder code, ClassDesc vector, int bits) {
    if (bits == NONE) {
      throw new IllegalArgumentException("a vector of a size that is not known: " + vector);
    }
    LaneTypes.exact(code, vector, bits);
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

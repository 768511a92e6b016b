package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneInlinerTest {
  private static final Set<String> VECTORS_OF_NUMBERS =
      Set.of("FloatVector", "DoubleVector", "IntVector", "LongVector");

  /** What is left in the loop are calls of the JDK, which it marks to be inlined always. */
  @Test
  void noCallOfThisPackageIsLeftInTheLoop() {
    LaneFunction tanh = LaneFunction.of(VectorMath.class, "tanh", ElementType.F32);
    assertThat(calledFromBlock(tanh)).isEmpty();
  }

  @Test
  void rarePathsStayCalls() {
    LaneFunction sin = LaneFunction.of(VectorMath.class, "sin", ElementType.F64);
    assertThat(calledFromBlock(sin)).containsExactly("each");
  }

  @ParameterizedTest
  @CsvSource({"tanh, F32", "log, F32", "sin, F32", "sin, F64", "exp, F64"})
  void vectorsOfNumbersAreCastToTheirFinalClass(String name, ElementType type) {
    LaneFunction function = LaneFunction.of(VectorMath.class, name, type);
    byte[] copy = LaneInliner.inline(Specialiser.classFile("LaneUnaryLoop"), function, 256);
    List<Instruction> block =
        ClassFile.of().parse(copy).methods().stream()
            .filter(method -> method.methodName().equalsString("block"))
            .flatMap(method -> method.code().orElseThrow().elementStream())
            .filter(Instruction.class::isInstance)
            .map(Instruction.class::cast)
            .toList();
    int returned = 0;
    for (int i = 0; i < block.size(); i++) {
      if (block.get(i) instanceof InvokeInstruction call
          && call.opcode() == Opcode.INVOKEVIRTUAL
          && VECTORS_OF_NUMBERS.contains(call.typeSymbol().returnType().displayName())) {
        returned++;
        String lanes = call.typeSymbol().returnType().displayName().replace("Vector", "");
        assertThat(block.get(i + 1))
            .as("after %s", call)
            .isInstanceOfSatisfying(
                FieldInstruction.class,
                field ->
                    assertThat(field.name().stringValue()).isEqualToIgnoringCase(lanes + "_256"));
      }
    }
    assertThat(returned).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        RowReduceLoop.class,
        ColumnReduceLoop.class,
        FirstEqualLoop.class,
        LaneFoldLoop.class
      })
  void noVectorCrossesACallOfThisPackageInReductions(Class<?> template) {
    byte[] classFile = Specialiser.classFile(template.getSimpleName());
    assertThat(crossedByVectors(classFile)).contains("load");
    assertThat(crossedByVectors(LaneInliner.inline(classFile))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {CopyRows.class, TransposeTiles.class, Fill.class, Random.class})
  void loopsThatAreNotTemplatesAreWrittenOutInFull(Class<?> loops) {
    assertThat(crossedByVectors(Specialiser.classFile(loops.getSimpleName()))).isEmpty();
  }

  @Test
  void aTemplateWithAPlaceholderNeedsAFunction() {
    byte[] template = Specialiser.classFile("LaneUnaryLoop");
    assertThatThrownBy(() -> LaneInliner.inline(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operation");
  }

  /** Names of this package's methods that a vector crosses on a call, class initialiser apart. */
  private static List<String> crossedByVectors(byte[] classFile) {
    Stream<MethodModel> methods =
        ClassFile.of().parse(classFile).methods().stream()
            .filter(method -> !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME));
    return calls(methods)
        .filter(LaneInliner::isVectorCrossed)
        .map(call -> call.name().stringValue())
        .toList();
  }

  private static Stream<InvokeInstruction> calls(Stream<MethodModel> methods) {
    return methods
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .filter(call -> call.owner().asInternalName().startsWith("dev/lanewise/"));
  }

  private static List<String> calledFromBlock(LaneFunction function) {
    byte[] copy = LaneInliner.inline(Specialiser.classFile("LaneUnaryLoop"), function, 512);
    Stream<MethodModel> block =
        ClassFile.of().parse(copy).methods().stream()
            .filter(method -> method.methodName().equalsString("block"));
    return calls(block)
        .filter(call -> call.opcode() == Opcode.INVOKESTATIC)
        .map(call -> call.name().stringValue())
        .toList();
  }

  @Test
  void missingFunctionsAreNamed() {
    assertThatThrownBy(() -> LaneFunction.of(VectorMath.class, "gamma", ElementType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("VectorMath has no lane function gamma for F32");
  }

  @Test
  void templatesThemselvesCannotBeUsed() {
    assertThatThrownBy(LaneUnaryLoop::new)
        .isInstanceOf(ExceptionInInitializerError.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is a template");
  }
}

package dev.lanewise.kernels;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jdk.incubator.vector.VectorOperators;

/** Writes the {@link ArrayLoop} of a lane function, or of an operator, as a class. */
final class ArrayLoopGenerator {
  private static final ClassDesc LOOP = ClassDesc.ofDescriptor(ArrayLoop.class.descriptorString());
  private static final ClassDesc SELF = LOOP.nested("Copy");
  private static final int MOST_OPERANDS = 3;

  /**
   * Elements of one call of the inner loop. A method is compiled first after 100 calls that went
   * round 2,000 times, and finally after 600 that did so 15,000 times; a loop that is entered once
   * a kernel call waits for 60,000 rounds in the interpreter.
   */
  private static final int BLOCK = 32;

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int,
          ConstantDescs.CD_int);

  private final Consumer<CodeBuilder> operation;
  private final List<TypeKind> operands;
  private final boolean[] repeated;
  private final TypeKind result;
  private final MethodTypeDesc block;

  private ArrayLoopGenerator(
      Consumer<CodeBuilder> operation,
      List<TypeKind> operands,
      boolean[] repeated,
      TypeKind result) {
    this.operation = operation;
    this.operands = operands;
    this.repeated = repeated;
    this.result = result;
    List<ClassDesc> parameters = new ArrayList<>();
    for (TypeKind operand : operands) {
      parameters.add(operand.upperBound().arrayType());
      parameters.add(ConstantDescs.CD_int);
    }
    parameters.add(result.upperBound().arrayType());
    parameters.add(ConstantDescs.CD_int);
    parameters.add(ConstantDescs.CD_int);
    this.block = MethodTypeDesc.of(ConstantDescs.CD_void, parameters);
  }

  /** Returns a new loop of an operator of two operands of one kind. */
  static ArrayLoop generate(VectorOperators.Binary operator, TypeKind kind) {
    return generate(
        code -> code.block(block -> ScalarOperators.apply(block, operator, kind)),
        List.of(kind, kind),
        new boolean[2],
        kind);
  }

  /**
   * Returns a new loop of a lane function.
   *
   * @param operands the kind of each operand's lanes
   * @param repeated which operands are one element for all
   * @param result the kind of the result's lanes
   * @param constant what the function takes last
   */
  static ArrayLoop generate(
      LaneFunction function,
      List<TypeKind> operands,
      boolean[] repeated,
      TypeKind result,
      Object constant) {
    return generate(
        code -> LaneScalarizer.emit(code, function, operands, result, constant),
        operands,
        repeated,
        result);
  }

  private static ArrayLoop generate(
      Consumer<CodeBuilder> operation,
      List<TypeKind> operands,
      boolean[] repeated,
      TypeKind result) {
    var generator = new ArrayLoopGenerator(operation, operands, repeated, result);
    return Specialiser.define(ArrayLoop.class, generator.classFile());
  }

  private byte[] classFile() {
    return ClassFile.of()
        .build(
            SELF,
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(LOOP)
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
                    .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run)
                    .withMethodBody(
                        "block", block, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, this::block));
  }

  private void run(CodeBuilder code) {
    int n = code.parameterSlot(2 * MOST_OPERANDS + 2);
    int i = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(i);
    Label next = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(i).iload(n).if_icmpge(end);
    for (int k = 0; k < operands.size(); k++) {
      array(code, 2 * k, operands.get(k));
      if (repeated[k]) {
        code.iload(code.parameterSlot(2 * k + 1));
      } else {
        code.iload(code.parameterSlot(2 * k + 1)).iload(i).iadd();
      }
    }
    array(code, 2 * MOST_OPERANDS, result);
    code.iload(code.parameterSlot(2 * MOST_OPERANDS + 1)).iload(i).iadd();
    code.iload(n)
        .iload(i)
        .isub()
        .loadConstant(BLOCK)
        .invokestatic(
            ClassDesc.ofDescriptor(Math.class.descriptorString()),
            "min",
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
    code.invokestatic(SELF, "block", block);
    code.iinc(i, BLOCK).goto_(next).labelBinding(end).return_();
  }

  private static void array(CodeBuilder code, int parameter, TypeKind kind) {
    code.aload(code.parameterSlot(parameter)).checkcast(kind.upperBound().arrayType());
  }

  private void block(CodeBuilder code) {
    int outputs = 2 * operands.size();
    int n = code.parameterSlot(outputs + 2);
    int[] constants = new int[operands.size()];
    for (int k = 0; k < constants.length; k++) {
      if (repeated[k]) {
        TypeKind kind = operands.get(k);
        constants[k] = code.allocateLocal(kind);
        code.aload(code.parameterSlot(2 * k)).iload(code.parameterSlot(2 * k + 1));
        code.arrayLoad(kind).storeLocal(kind, constants[k]);
      }
    }
    int i = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(i);
    Label next = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(i).iload(n).if_icmpge(end);
    for (int k = 0; k < constants.length; k++) {
      TypeKind kind = operands.get(k);
      if (repeated[k]) {
        code.loadLocal(kind, constants[k]);
      } else {
        element(code, 2 * k, i).arrayLoad(kind);
      }
    }
    operation.accept(code);
    int y = code.allocateLocal(result);
    code.storeLocal(result, y);
    element(code, outputs, i).loadLocal(result, y).arrayStore(result);
    code.iinc(i, 1).goto_(next).labelBinding(end).return_();
  }

  private static CodeBuilder element(CodeBuilder code, int parameter, int i) {
    return code.aload(code.parameterSlot(parameter))
        .iload(code.parameterSlot(parameter + 1))
        .iload(i)
        .iadd();
  }
}

package dev.lanewise.kernels;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much code an operation on vectors is, for whoever has to keep methods small.
 *
 * @param bytes length of the bytecode
 * @param vectorCalls how many calls of the Vector API it has
 */
record CodeSize(int bytes, int vectorCalls) {
  /** Writes the code into a class that is never defined, and looks how long it is. */
  static CodeSize measure(
      List<ElementType> operands, ElementType result, Consumer<CodeBuilder> code) {
    MethodTypeDesc type =
        MethodTypeDesc.of(stackType(result), operands.stream().map(CodeSize::stackType).toList());
    byte[] bytes =
        ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
            .build(
                ClassDesc.of(LaneCode.class.getPackageName(), "Measured"),
                builder ->
                    builder.withMethodBody(
                        "code",
                        type,
                        ClassFile.ACC_STATIC,
                        body -> {
                          for (int i = 0; i < operands.size(); i++) {
                            body.loadLocal(TypeKind.REFERENCE, i);
                          }
                          code.accept(body);
                          body.areturn();
                        }));
    CodeAttribute body =
        (CodeAttribute) ClassFile.of().parse(bytes).methods().getFirst().code().orElseThrow();
    long calls =
        body.elementStream()
            .filter(e -> e instanceof InvokeInstruction call && LaneInliner.isVectorCrossed(call))
            .count();
    return new CodeSize(body.codeLength(), (int) calls);
  }

  private static ClassDesc stackType(ElementType type) {
    return type == ElementType.BOOL ? LaneTypes.MASK : LaneTypes.vector(type);
  }
}

package dev.lanewise.kernels;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;

/**
 * An elementwise operation on vectors of one number of lanes, as code: made by {@link LaneCode}. A
 * lane of the result has the bits that the elementwise kernel of the operation computes from the
 * same lanes of the operands.
 */
public sealed interface LaneOperation {
  /**
   * Computed in registers, by bytecode that no vector leaves.
   *
   * @param masks the element type to whose vectors the masks belong that stand for operands and
   *     results of type BOOL
   * @param result the element type of the result
   * @param codeBytes the length of the code in bytes
   * @param vectorCalls how many calls of the Vector API it has
   */
  record Inlined(
      ElementType masks,
      ElementType result,
      int codeBytes,
      int vectorCalls,
      Consumer<CodeBuilder> code)
      implements LaneOperation {

    /** Emits the code: takes the operands from the stack and leaves the result there. */
    public void emit(CodeBuilder builder) {
      code.accept(builder);
    }
  }

  /**
   * Computed by a loop over memory that is called for one vector, since there is no form of it in
   * lanes or that form is more code than the just-in-time compilers finish.
   *
   * @param operands the element types of the operands
   * @param result the element type of the result
   * @param constant index of the loop in the class data
   * @param lanes number of elements
   */
  record Called(List<ElementType> operands, ElementType result, int constant, int lanes)
      implements LaneOperation {
    private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();

    /** Copies the list. */
    public Called {
      operands = List.copyOf(operands);
    }

    /**
     * Emits the call.
     *
     * @param segment local variable of the segment in which operands and result lie
     * @param operandsAt byte offset of each operand's first element
     * @param resultAt byte offset of the result's first element
     */
    public void emit(CodeBuilder code, int segment, long[] operandsAt, long resultAt) {
      Class<?> loop = operands.size() == 1 ? UnaryLoop.class : BinaryLoop.class;
      ClassDesc type = loop.describeConstable().orElseThrow();
      LaneTypes.pushClassData(code, constant, loop);
      MethodTypeDesc run = MethodTypeDesc.of(ConstantDescs.CD_void);
      for (long at : operandsAt) {
        code.loadLocal(TypeKind.REFERENCE, segment).loadConstant(at);
        run = run.insertParameterTypes(0, SEGMENT, ConstantDescs.CD_long);
      }
      code.loadLocal(TypeKind.REFERENCE, segment).loadConstant(resultAt).loadConstant(lanes);
      run = run.insertParameterTypes(0, SEGMENT, ConstantDescs.CD_long);
      run = run.insertParameterTypes(run.parameterCount(), ConstantDescs.CD_int);
      code.invokeinterface(type, "run", run);
    }
  }
}

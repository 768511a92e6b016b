package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.ir.DType;
import java.util.List;

/** A loop body as steps over arrays. */
final class ArrayTileProgram {
  /** An array with so many elements. */
  record Register(DType dtype, int length) {}

  private final ArrayStep[] call;
  private final ArrayStep[][] between;
  private final ArrayStep[][] phases;
  private final List<Register> registers;
  private final int operands;
  private final int rowBufferBytes;

  /**
   * @param call runs once a call, on single elements
   * @param between runs on single elements before each phase of a row, and after the last
   * @param phases each phase on a tile
   * @param registers the arrays that the steps work on
   * @param operands the number of operands in memory
   * @param rowBufferBytes bytes of scratch for each element of a row
   */
  ArrayTileProgram(
      List<ArrayStep> call,
      List<List<ArrayStep>> between,
      List<List<ArrayStep>> phases,
      List<Register> registers,
      int operands,
      int rowBufferBytes) {
    this.call = array(call);
    this.between = between.stream().map(ArrayTileProgram::array).toArray(ArrayStep[][]::new);
    this.phases = phases.stream().map(ArrayTileProgram::array).toArray(ArrayStep[][]::new);
    this.registers = List.copyOf(registers);
    this.operands = operands;
    this.rowBufferBytes = rowBufferBytes;
  }

  private static ArrayStep[] array(List<ArrayStep> steps) {
    return steps.toArray(ArrayStep[]::new);
  }

  ArrayStep[] call() {
    return call;
  }

  ArrayStep[][] between() {
    return between;
  }

  ArrayStep[][] phases() {
    return phases;
  }

  List<Register> registers() {
    return registers;
  }

  int operands() {
    return operands;
  }

  int rowBufferBytes() {
    return rowBufferBytes;
  }
}

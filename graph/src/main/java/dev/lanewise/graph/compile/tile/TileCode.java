package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.tile.Instruction.Opcode;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.RowFold;
import dev.lanewise.kernels.TernaryKernel;
import dev.lanewise.kernels.UnaryKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Instructions one after the other, laid out flat: what is read and written by instruction i stands
 * at {@code 4 * i} and the places after it, the result last. There is one method that runs them
 * all, for every graph, so it is compiled once in the life of a JVM.
 */
final class TileCode {
  private static final int PLACES = 4;
  private static final int OUT = 3;

  private final Opcode[] opcodes;
  private final UnaryKernel[] unary;
  private final BinaryKernel[] binary;
  private final TernaryKernel[] ternary;
  private final RowFold[] folds;
  private final DType[] dtypes;
  private final int[] lanes;
  private final int[] place;
  private final int[] move;

  /** As kernels take them: 0 for one element that serves all. */
  private final int[] stride;

  /**
   * @param index the number of a place in the frame
   */
  TileCode(List<Instruction> instructions, ToIntFunction<Place> index) {
    int count = instructions.size();
    this.opcodes = new Opcode[count];
    this.unary = new UnaryKernel[count];
    this.binary = new BinaryKernel[count];
    this.ternary = new TernaryKernel[count];
    this.folds = new RowFold[count];
    this.dtypes = new DType[count];
    this.lanes = new int[count];
    this.place = new int[PLACES * count];
    this.move = new int[PLACES * count];
    this.stride = new int[PLACES * count];
    for (int i = 0; i < count; i++) {
      Instruction instruction = instructions.get(i);
      Place out = instruction.out();
      opcodes[i] = instruction.opcode();
      switch (instruction.opcode()) {
        case UNARY -> unary[i] = (UnaryKernel) instruction.kernel();
        case BINARY -> binary[i] = (BinaryKernel) instruction.kernel();
        case TERNARY -> ternary[i] = (TernaryKernel) instruction.kernel();
        case COPY, FILL -> dtypes[i] = (DType) instruction.kernel();
        case START, ADD, FINISH -> folds[i] = (RowFold) instruction.kernel();
      }
      lanes[i] = out.isPadded() ? instruction.lanes() : 1;
      for (int k = 0; k < instruction.in().size(); k++) {
        Place in = instruction.in().get(k);
        place[PLACES * i + k] = index.applyAsInt(in);
        move[PLACES * i + k] = in.move();
        // Where the result is one element, it is the first of the vector that is computed.
        stride[PLACES * i + k] = in.single() && !out.single() ? 0 : 1;
      }
      place[PLACES * i + OUT] = index.applyAsInt(out);
      move[PLACES * i + OUT] = out.move();
    }
  }

  /**
   * Runs the instructions on some elements of a row.
   *
   * @param start the first element
   * @param count the number of elements, at least 1
   */
  void run(TileFrame frame, long start, int count) {
    for (int i = 0; i < opcodes.length; i++) {
      int a = PLACES * i;
      int n = (count + lanes[i] - 1) & -lanes[i];
      switch (opcodes[i]) {
        case UNARY ->
            unary[i].apply(
                segment(frame, a),
                address(frame, a, start),
                segment(frame, a + OUT),
                address(frame, a + OUT, start),
                n);
        case BINARY ->
            binary[i].apply(
                segment(frame, a),
                address(frame, a, start),
                stride[a],
                segment(frame, a + 1),
                address(frame, a + 1, start),
                stride[a + 1],
                segment(frame, a + OUT),
                address(frame, a + OUT, start),
                n);
        case TERNARY ->
            ternary[i].apply(
                segment(frame, a),
                address(frame, a, start),
                stride[a],
                segment(frame, a + 1),
                address(frame, a + 1, start),
                stride[a + 1],
                segment(frame, a + 2),
                address(frame, a + 2, start),
                stride[a + 2],
                segment(frame, a + OUT),
                address(frame, a + OUT, start),
                n);
        case COPY ->
            MemorySegment.copy(
                segment(frame, a),
                address(frame, a, start),
                segment(frame, a + OUT),
                address(frame, a + OUT, start),
                (long) n * dtypes[i].bytes());
        case FILL ->
            fill(
                dtypes[i],
                segment(frame, a),
                address(frame, a, start),
                segment(frame, a + OUT),
                address(frame, a + OUT, start),
                n);
        case START -> folds[i].start(segment(frame, a + OUT), address(frame, a + OUT, start));
        case ADD ->
            folds[i].add(
                segment(frame, a),
                address(frame, a, start),
                n,
                segment(frame, a + OUT),
                address(frame, a + OUT, start));
        case FINISH ->
            folds[i].finish(
                segment(frame, a),
                address(frame, a, start),
                segment(frame, a + OUT),
                address(frame, a + OUT, start));
      }
    }
  }

  private MemorySegment segment(TileFrame frame, int k) {
    return frame.segment(place[k]);
  }

  private long address(TileFrame frame, int k, long start) {
    return frame.address(place[k]) + start * move[k];
  }

  private static void fill(
      DType dtype, MemorySegment from, long at, MemorySegment to, long toAt, long n) {
    switch (dtype) {
      case F32, I32 ->
          Elementwise.fill(
              ElementType.I32, from.get(ValueLayout.JAVA_INT_UNALIGNED, at), to, toAt, n);
      case F64, I64 ->
          Elementwise.fill(
              ElementType.I64, from.get(ValueLayout.JAVA_LONG_UNALIGNED, at), to, toAt, n);
      case BF16 ->
          Elementwise.fill(
              ElementType.BF16, from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at), to, toAt, n);
      case BOOL -> {
        int bit = from.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
        Elementwise.fill(ElementType.BOOL, bit, to, toAt, n);
      }
    }
  }

  @Override
  public String toString() {
    return "TileCode" + Arrays.toString(opcodes);
  }
}

package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.emit.Instruction.Combine;
import dev.lanewise.graph.compile.emit.Instruction.Compute;
import dev.lanewise.graph.compile.emit.Instruction.Load;
import dev.lanewise.graph.compile.emit.Instruction.Store;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneCode;
import dev.lanewise.kernels.LaneOperation;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bytecode of a {@link Piece}: a static method with a local variable for each vector. Its
 * parameters are, for each operand, the address of the row's first element; for each row buffer its
 * address; scratch, and the address of that; and where they matter, the index of the first element,
 * that of the first which is not computed any more if the method loops, and the accumulators' turn.
 */
final class PieceEmitter {
  private final Piece piece;
  private final LoopOperations operations;
  private final ScratchLayout layout;
  private final LaneCode lanes;
  private final MemorySegment memory;
  private final CodeBuilder code;

  private final Map<Integer, Integer> operandAddresses = new HashMap<>();
  private final Map<Integer, Integer> bufferAddresses = new HashMap<>();
  private final int scratch;
  private final int scratchAddress;
  private final int index;
  private final int end;
  private final int turn;

  /** Local variables of the accumulators of a method that loops, by place and vector. */
  private final Map<Place.Accumulator, List<Integer>> accumulators = new LinkedHashMap<>();

  /** Byte offsets of the index and of the turn, by the width of elements. */
  private final Map<Integer, Integer> indexOffsets = new HashMap<>();

  private final Map<Integer, Integer> turnOffsets = new HashMap<>();

  /** The local variables of the values, of each of the vectors that one call computes. */
  private final List<Map<Integer, Integer>> vectors = new ArrayList<>();

  /** Which of these vectors is being computed. */
  private int current;

  /** To the vectors of which type each mask belongs. */
  private final Map<Integer, ElementType> masks = new HashMap<>();

  private PieceEmitter(
      Piece piece,
      LoopOperations operations,
      ScratchLayout layout,
      LaneCode lanes,
      MemorySegment memory,
      CodeBuilder code) {
    this.piece = piece;
    this.operations = operations;
    this.layout = layout;
    this.lanes = lanes;
    this.memory = memory;
    this.code = code;
    int parameter = 0;
    for (int operand : piece.operands()) {
      operandAddresses.put(operand, code.parameterSlot(parameter++));
    }
    for (int buffer : piece.buffers()) {
      bufferAddresses.put(buffer, code.parameterSlot(parameter++));
    }
    scratch = code.parameterSlot(parameter++);
    scratchAddress = code.parameterSlot(parameter++);
    index = piece.walks() ? code.parameterSlot(parameter++) : -1;
    end = piece.form().loops() ? code.parameterSlot(parameter++) : -1;
    turn = piece.takesTurns() ? code.parameterSlot(parameter) : -1;
  }

  /** The type of a piece's method. */
  static MethodTypeDesc type(Piece piece) {
    List<ClassDesc> parameters = new ArrayList<>();
    for (int ignored : piece.operands()) {
      parameters.add(ConstantDescs.CD_long);
    }
    for (int ignored : piece.buffers()) {
      parameters.add(ConstantDescs.CD_long);
    }
    parameters.add(Symbols.SEGMENT);
    parameters.add(ConstantDescs.CD_long);
    if (piece.walks()) {
      parameters.add(ConstantDescs.CD_int);
    }
    if (piece.form().loops()) {
      parameters.add(ConstantDescs.CD_int);
    }
    if (piece.takesTurns()) {
      parameters.add(ConstantDescs.CD_int);
    }
    return MethodTypeDesc.of(ConstantDescs.CD_void, parameters);
  }

  /**
   * Emits a piece's method.
   *
   * @param memory the segment in which offsets are addresses
   */
  static void emit(
      Piece piece,
      LoopOperations operations,
      ScratchLayout layout,
      LaneCode lanes,
      MemorySegment memory,
      CodeBuilder code) {
    new PieceEmitter(piece, operations, layout, lanes, memory, code).emit();
  }

  private void emit() {
    for (int i = 0; i < piece.form().vectors(); i++) {
      vectors.add(new HashMap<>());
    }
    if (piece.form().loops()) {
      loop();
    } else {
      emit(piece.instructions());
    }
    code.return_();
  }

  private void emit(List<Instruction> instructions) {
    for (Instruction instruction : instructions) {
      for (current = 0; current < piece.form().vectors(); current++) {
        emit(instruction);
      }
    }
  }

  /** What is the same for the whole row is read before the loop. */
  private void loop() {
    List<Instruction> first = new ArrayList<>();
    List<Instruction> repeated = new ArrayList<>();
    for (Instruction instruction : piece.instructions()) {
      (instruction instanceof Load(int _, Place.Slot _) ? first : repeated).add(instruction);
    }
    emit(first);
    loadAccumulators();
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(index).iload(end).if_icmpge(done);
    emit(repeated);
    code.iinc(index, lanes.lanes() * piece.form().vectors()).goto_(next);
    code.labelBinding(done);
    storeAccumulators();
  }

  private void loadAccumulators() {
    for (Instruction instruction : piece.instructions()) {
      if (instruction instanceof Combine(var _, int value, Place.Accumulator place)) {
        List<Integer> locals = new ArrayList<>();
        for (current = 0; current < ScratchLayout.ACCUMULATORS; current++) {
          lanes.load(code, type(value), address(place, type(value)));
          int local = code.allocateLocal(TypeKind.REFERENCE);
          code.astore(local);
          locals.add(local);
        }
        accumulators.put(place, locals);
      }
    }
  }

  private void storeAccumulators() {
    accumulators.forEach(
        (place, locals) -> {
          for (current = 0; current < locals.size(); current++) {
            code.aload(locals.get(current));
            lanes.exact(code, place.type());
            lanes.store(code, place.type(), address(place, place.type()));
          }
        });
  }

  private void emit(Instruction instruction) {
    switch (instruction) {
      case Load(int value, Place.Slot _) when current > 0 ->
          vectors.get(current).put(value, vectors.getFirst().get(value));
      case Load load -> load(load);
      case Compute compute -> compute(compute.value());
      case Store store -> store(store);
      case Combine combine -> combine(combine);
    }
  }

  private ElementType type(int value) {
    return operations.type(value);
  }

  private void load(Load load) {
    ElementType type = type(load.value());
    lanes.load(code, type, address(load.from(), type));
    define(load.value(), type);
  }

  /** Keeps the vector on the stack, which came from memory, as a value. */
  private void define(int value, ElementType type) {
    if (type == ElementType.BOOL) {
      lanes.truth(code);
    }
    defineComputed(value, ElementType.BOOL);
  }

  private void defineComputed(int value, ElementType maskType) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    vectors.get(current).put(value, local);
    if (type(value) == ElementType.BOOL) {
      masks.put(value, maskType);
    }
  }

  private void compute(int value) {
    Ints operands = operations.operands(value);
    ElementType masksOfFirst = masks.getOrDefault(operands.get(0), operations.maskType());
    switch (operations.of(value, masksOfFirst)) {
      case LaneOperation.Inlined inlined -> {
        for (int i = 0; i < operands.size(); i++) {
          push(operands.get(i), inlined.masks());
        }
        inlined.emit(code);
        defineComputed(value, inlined.masks());
      }
      case LaneOperation.Called called -> {
        long[] at = new long[operands.size()];
        for (int i = 0; i < at.length; i++) {
          at[i] = layout.temporary(i + 1);
          storeTo(operands.get(i), new Place.Slot(at[i]));
        }
        long resultAt = layout.temporary(0);
        called.emit(code, scratch, at, resultAt);
        load(new Load(value, new Place.Slot(resultAt)));
      }
    }
  }

  /** Pushes a value; a mask becomes one of the given type's vectors. */
  private void push(int value, ElementType maskType) {
    code.aload(vectors.get(current).get(value));
    if (type(value) == ElementType.BOOL && masks.get(value) != maskType) {
      lanes.castMask(code, maskType);
    }
  }

  /** Pushes a value as it lies in memory. */
  private void pushStored(int value) {
    code.aload(vectors.get(current).get(value));
    if (type(value) == ElementType.BOOL) {
      lanes.bytes(code);
    }
  }

  private void store(Store store) {
    storeTo(store.value(), store.to());
  }

  private void storeTo(int value, Place to) {
    pushStored(value);
    lanes.store(code, type(value), address(to, type(value)));
  }

  private void combine(Combine combine) {
    ElementType type = type(combine.value());
    LaneOperation.Inlined operation = lanes.combine(KernelNames.of(combine.kind()), type);
    if (combine.into() instanceof Place.Accumulator place && accumulators.containsKey(place)) {
      combineInTurn(accumulators.get(place), combine.value(), operation);
      return;
    }
    Consumer<CodeBuilder> address = address(combine.into(), type);
    lanes.load(code, type, address);
    pushStored(combine.value());
    operation.emit(code);
    lanes.store(code, type, address);
  }

  /**
   * Combines a value into the first accumulator, which then becomes the last: after each of them
   * has had its turn, they are in their places again.
   */
  private void combineInTurn(List<Integer> locals, int value, LaneOperation.Inlined operation) {
    code.aload(locals.getFirst());
    lanes.exact(code, type(value));
    pushStored(value);
    operation.emit(code);
    for (int i = 1; i < locals.size(); i++) {
      code.aload(locals.get(i)).astore(locals.get(i - 1));
    }
    code.astore(locals.getLast());
  }

  /** What pushes the segment of all memory, and the address of a place in it. */
  private Consumer<CodeBuilder> address(Place place, ElementType type) {
    long ahead = (long) current * lanes.lanes() * type.byteWidth();
    return switch (place) {
      case Place.Operand(int operand) -> walking(operandAddresses.get(operand), type, ahead);
      case Place.Buffer(int buffer) -> walking(bufferAddresses.get(buffer), type, ahead);
      case Place.Accumulator(long at, ElementType _) -> {
        int offset = offset(turnOffsets, turn, type);
        yield builder -> inScratch(builder, at + ahead).lload(offset).ladd();
      }
      case Place.Passed(long at) -> builder -> inScratch(builder, at + ahead);
      case Place.Slot(long at) -> builder -> inScratch(builder, at);
      case Place.Spill spill -> throw new IllegalStateException(spill + " has no slot");
    };
  }

  /** What pushes an address that moves along with the index. */
  private Consumer<CodeBuilder> walking(int start, ElementType type, long ahead) {
    int offset = offset(indexOffsets, index, type);
    return builder -> {
      pushMemory(builder).lload(start).lload(offset).ladd();
      if (ahead > 0) {
        builder.loadConstant(ahead).ladd();
      }
    };
  }

  private CodeBuilder inScratch(CodeBuilder builder, long at) {
    return pushMemory(builder).lload(scratchAddress).loadConstant(at).ladd();
  }

  private CodeBuilder pushMemory(CodeBuilder builder) {
    lanes.pushConstant(builder, memory, MemorySegment.class);
    return builder;
  }

  /** The local variable of a number of elements in bytes, computed at its first use. */
  private int offset(Map<Integer, Integer> offsets, int elements, ElementType type) {
    return offsets.computeIfAbsent(
        type.byteWidth(),
        width -> {
          int local = code.allocateLocal(TypeKind.LONG);
          code.iload(elements).i2l().loadConstant((long) width).lmul().lstore(local);
          return local;
        });
  }
}

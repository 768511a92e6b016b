package dev.lanewise.graph.compile.emit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneCode;
import dev.lanewise.kernels.RowFold;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The bytecode of a {@link Stage}: a static method that calls the stage's pieces, once or for each
 * vector of a row.
 *
 * <p>A row's ragged end runs through the same pieces, so that there is no second copy of their code
 * to compile: full vectors are read, as the operands allow, and what is written goes to scratch,
 * from where exactly the elements of the row are copied. A fold's accumulator is copied to the
 * spare one and, as many lanes as the row has elements left, back; the other lanes would have been
 * combined with the identity, which changes nothing.
 */
final class StageEmitter {
  private static final MethodTypeDesc FOLD_START =
      MethodTypeDesc.of(CD_void, Symbols.SEGMENT, CD_long);
  private static final MethodTypeDesc FOLD_FINISH =
      MethodTypeDesc.of(CD_void, Symbols.SEGMENT, CD_long, Symbols.SEGMENT, CD_long);
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc MIN = MethodTypeDesc.of(CD_int, CD_int, CD_int);
  private static final MethodTypeDesc FOLD_ADD =
      MethodTypeDesc.of(CD_void, Symbols.SEGMENT, CD_long, CD_int, Symbols.SEGMENT, CD_long);
  private static final MethodTypeDesc ADDRESS = MethodTypeDesc.of(CD_long);
  private static final ClassDesc ROW_FOLD = RowFold.class.describeConstable().orElseThrow();

  /** Slots of the parameters: see {@link Symbols#ROWS}. */
  private static final int SEGMENTS = 0;

  private static final int AT = 1;
  private static final int STEP = 2;
  private static final int ROW = 3;
  private static final int N = 5;
  private static final int SCRATCH = 6;

  private final Stage stage;
  private final LoopBody body;
  private final ScratchLayout layout;
  private final LaneCode lanes;
  private final ClassDesc self;
  private final CodeBuilder code;
  private final int scratchAddress;

  private final Map<Integer, Integer> segments = new HashMap<>();
  private final Map<Integer, Integer> offsets = new HashMap<>();
  private final Map<Integer, Integer> addresses = new HashMap<>();
  private final Map<Integer, Integer> buffers = new HashMap<>();

  StageEmitter(Stage stage, KernelPlan plan, LaneCode lanes, ClassDesc self, CodeBuilder code) {
    this.stage = stage;
    this.body = plan.body();
    this.layout = plan.layout();
    this.lanes = lanes;
    this.self = self;
    this.code = code;
    this.scratchAddress = code.allocateLocal(TypeKind.LONG);
  }

  /** Emits the stage's method. */
  void emit() {
    pushAddress(SCRATCH);
    code.lstore(scratchAddress);
    unpackOperands();
    unpackBuffers();
    stage.repeated().forEach(this::repeat);
    if (stage.walk()) {
      walk();
    } else {
      stage.pieces().forEach(piece -> call(piece, -1, -1, -1, Map.of()));
      stage.outputs().forEach(this::storeElement);
    }
    code.return_();
  }

  /** Repeats an input's element, or a fold's, whose accumulators are finished first. */
  private void repeat(int value) {
    ElementType type = KernelNames.of(body.dtype(value));
    Consumer<CodeBuilder> from;
    if (body.isInput(value)) {
      from = builder -> builder.aload(segments.get(value)).lload(offsets.get(value));
    } else {
      from = builder -> builder.aload(SCRATCH).loadConstant(layout.spare(value));
      pushFold(value);
      code.aload(SCRATCH).loadConstant(layout.accumulators(value));
      from.accept(code);
      code.invokevirtual(ROW_FOLD, "finish", FOLD_FINISH);
    }
    long slot = layout.slot(value);
    LaneCode.repeat(code, type, from, builder -> builder.aload(SCRATCH).loadConstant(slot));
  }

  private int operand(int output) {
    return body.inputs().size() + output;
  }

  private ElementType operandType(int operand) {
    return KernelNames.of(body.operandType(operand));
  }

  private void unpackOperands() {
    TreeSet<Integer> used = new TreeSet<>(operandsOfPieces());
    stage.outputs().forEach(output -> used.add(operand(output)));
    stage.repeated().stream().filter(body::isInput).forEach(used::add);
    stage.added().stream().map(this::folded).filter(body::isInput).forEach(used::add);
    for (int operand : used) {
      int segment = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(SEGMENTS).loadConstant(operand).aaload().astore(segment);
      segments.put(operand, segment);
      int offset = code.allocateLocal(TypeKind.LONG);
      code.aload(AT).loadConstant(operand).laload();
      code.lload(ROW).aload(STEP).loadConstant(operand).laload().lmul().ladd();
      code.lstore(offset);
      offsets.put(operand, offset);
    }
    for (int operand : operandsOfPieces()) {
      int address = code.allocateLocal(TypeKind.LONG);
      pushAddress(segments.get(operand));
      code.lload(offsets.get(operand)).ladd().lstore(address);
      addresses.put(operand, address);
    }
  }

  private List<Integer> operandsOfPieces() {
    return stage.pieces().stream()
        .flatMap(piece -> piece.operands().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private void pushAddress(int segment) {
    code.aload(segment).invokeinterface(Symbols.SEGMENT, "address", ADDRESS);
  }

  /** Buffers lie one after the other behind the slots. */
  private void unpackBuffers() {
    int last =
        Stream.concat(
                stage.pieces().stream().flatMap(piece -> piece.buffers().stream()),
                stage.added().stream().map(fold -> layout.buffer(folded(fold))))
            .mapToInt(buffer -> buffer)
            .max()
            .orElse(-1);
    for (int buffer = 0; buffer <= last; buffer++) {
      int offset = code.allocateLocal(TypeKind.LONG);
      if (buffer == 0) {
        code.loadConstant(layout.fixedBytes());
      } else {
        code.lload(buffers.get(buffer - 1));
        layout.pushPitch(code, buffer - 1, N);
        code.ladd();
      }
      code.lstore(offset);
      buffers.put(buffer, offset);
    }
  }

  private void pushFold(int fold) {
    Fold step = (Fold) body.step(fold);
    ElementType type = KernelNames.of(step.dtype());
    RowFold object = RowFold.of(KernelNames.of(step.kind()), type, lanes.lanes());
    lanes.pushConstant(code, object, RowFold.class);
  }

  private void walk() {
    for (int fold : stage.started()) {
      pushFold(fold);
      code.aload(SCRATCH).loadConstant(layout.accumulators(fold));
      code.invokevirtual(ROW_FOLD, "start", FOLD_START);
    }
    stage.added().forEach(this::add);
    if (!stage.pieces().isEmpty()) {
      walkPieces();
    }
  }

  /** The value that a fold is of. */
  private int folded(int fold) {
    return ((Fold) body.step(fold)).operand();
  }

  /** Folds a whole row that lies in memory. */
  private void add(int fold) {
    int value = folded(fold);
    pushFold(fold);
    if (body.isInput(value)) {
      code.aload(segments.get(value)).lload(offsets.get(value));
    } else {
      code.aload(SCRATCH).lload(buffers.get(layout.buffer(value)));
    }
    code.iload(N).aload(SCRATCH).loadConstant(layout.accumulators(fold));
    code.invokevirtual(ROW_FOLD, "add", FOLD_ADD);
  }

  private void walkPieces() {
    int full = code.allocateLocal(TypeKind.INT);
    int index = code.allocateLocal(TypeKind.INT);
    int turn = code.allocateLocal(TypeKind.INT);
    int step = lanes.lanes() * stage.form().stride();
    code.iload(N).loadConstant(-step).iand().istore(full);
    int chunk = stage.form().loops() ? step * Form.STRIDES : step;
    int to = code.allocateLocal(TypeKind.INT);
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(index);
    code.labelBinding(next).iload(index).iload(full).if_icmpge(end);
    if (!combined().isEmpty()) {
      turnOf(index, turn);
    }
    if (stage.form().loops()) {
      code.iload(index).loadConstant(chunk).iadd().iload(full);
      code.invokestatic(MATH, "min", MIN).istore(to);
    }
    stage.pieces().forEach(piece -> call(piece, index, to, turn, Map.of()));
    code.iload(index).loadConstant(chunk).iadd().istore(index).goto_(next);
    code.labelBinding(end);
    Label done = code.newLabel();
    code.iload(full).iload(N).if_icmpge(done);
    raggedEnd(full, turn);
    code.labelBinding(done);
  }

  /** The folds that the pieces combine vectors into. */
  private List<Integer> combined() {
    return stage.started().stream().filter(fold -> !stage.added().contains(fold)).toList();
  }

  private void turnOf(int index, int turn) {
    int turns = (ScratchLayout.ACCUMULATORS - 1) * lanes.lanes();
    code.iload(index).loadConstant(turns).iand().istore(turn);
  }

  private void raggedEnd(int full, int turn) {
    int rest = code.allocateLocal(TypeKind.INT);
    code.iload(N).iload(full).isub().istore(rest);
    if (!combined().isEmpty()) {
      turnOf(full, turn);
    }
    for (int fold : combined()) {
      code.aload(SCRATCH);
      pushAccumulator(fold, turn);
      code.aload(SCRATCH).loadConstant(layout.spare(fold));
      code.loadConstant(stage.form().stride() * layout.vectorBytes(fold));
      LaneCode.copy(code);
    }
    Map<Integer, Integer> inScratch = new HashMap<>();
    for (int operand : operandsOfPieces()) {
      if (isCopiedIn(operand)) {
        code.aload(segments.get(operand));
        pushAt(operand, full);
        code.aload(SCRATCH).loadConstant(layout.tail(operand));
        pushBytes(rest, operandType(operand));
        LaneCode.copy(code);
      }
      if (isCopiedIn(operand) || !body.isInput(operand)) {
        int address = code.allocateLocal(TypeKind.LONG);
        code.lload(scratchAddress).loadConstant(layout.tail(operand)).ladd();
        pushBytes(full, operandType(operand));
        code.lsub().lstore(address);
        inScratch.put(operand, address);
      }
    }
    int spare = code.allocateLocal(TypeKind.INT);
    code.loadConstant(ScratchLayout.ACCUMULATORS * lanes.lanes()).istore(spare);
    int to = code.allocateLocal(TypeKind.INT);
    code.iload(full).loadConstant(lanes.lanes() * stage.form().stride()).iadd().istore(to);
    stage.pieces().forEach(piece -> call(piece, full, to, spare, inScratch));
    for (int fold : combined()) {
      code.aload(SCRATCH).loadConstant(layout.spare(fold));
      code.aload(SCRATCH);
      pushAccumulator(fold, turn);
      pushBytes(rest, KernelNames.of(body.dtype(fold)));
      LaneCode.copy(code);
    }
    for (int output : stage.outputs()) {
      int operand = operand(output);
      code.aload(SCRATCH).loadConstant(layout.tail(operand));
      code.aload(segments.get(operand));
      pushAt(operand, full);
      pushBytes(rest, operandType(operand));
      LaneCode.copy(code);
    }
  }

  /** Inputs can be read where they lie unless whole vectors may begin behind their end. */
  private boolean isCopiedIn(int operand) {
    return body.isInput(operand)
        ? stage.form().stride() > 1
        : body.outputs().get(operand - body.inputs().size()) instanceof FoldRows;
  }

  /** Pushes the byte offset of the accumulator whose turn it is. */
  private void pushAccumulator(int fold, int turn) {
    code.loadConstant(layout.accumulators(fold));
    pushBytes(turn, KernelNames.of(body.dtype(fold)));
    code.ladd();
  }

  /** Pushes the byte offset of an element of an operand's row. */
  private void pushAt(int operand, int index) {
    code.lload(offsets.get(operand));
    pushBytes(index, operandType(operand));
    code.ladd();
  }

  private void pushBytes(int elements, ElementType type) {
    code.iload(elements).i2l().loadConstant((long) type.byteWidth()).lmul();
  }

  /**
   * Calls a piece.
   *
   * @param inScratch operands that lie in scratch instead, with their addresses
   */
  private void call(Piece piece, int index, int to, int turn, Map<Integer, Integer> inScratch) {
    for (int operand : piece.operands()) {
      code.lload(inScratch.getOrDefault(operand, addresses.get(operand)));
    }
    piece.buffers().forEach(b -> code.lload(scratchAddress).lload(buffers.get(b)).ladd());
    code.aload(SCRATCH).lload(scratchAddress);
    if (piece.walks()) {
      code.iload(index);
    }
    if (piece.form().loops()) {
      code.iload(to);
    }
    if (piece.takesTurns()) {
      code.iload(turn);
    }
    code.invokestatic(self, piece.name(), PieceEmitter.type(piece));
  }

  /** Writes one element of a value that has the same in all lanes. */
  private void storeElement(int output) {
    int operand = operand(output);
    int value = body.outputs().get(output).value();
    ElementType type = KernelNames.of(body.dtype(value));
    code.aload(SCRATCH).loadConstant(layout.slot(value));
    code.aload(segments.get(operand)).lload(offsets.get(operand));
    code.loadConstant((long) type.byteWidth());
    LaneCode.copy(code);
  }
}

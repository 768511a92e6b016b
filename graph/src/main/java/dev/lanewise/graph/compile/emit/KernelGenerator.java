package dev.lanewise.graph.compile.emit;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.lanewise.ffi.NativeMemory;
import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneCode;
import dev.lanewise.kernels.RowFold;
import dev.lanewise.kernels.RowLoop;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the kernel of a {@link LoopBody} as a class whose loops the just-in-time compilers turn
 * into vector instructions.
 *
 * <p>The code for a vector, or for a few side by side, is a static method of its own, called from a
 * thin loop: only numbers cross the calls, so nothing is boxed once the method is compiled, and the
 * method is compiled after some thousand vectors, whereas a loop around much vector code would
 * first be compiled in the middle of a run and then a second time (30 operations reach their peak
 * in 25 instead of 105 ms). What is the same for a whole row, and accumulators between calls, lie
 * in scratch for that reason. {@link Form} says which code loops itself after all.
 *
 * <p>Vectors are read and written by address, in one segment that is all of memory: with a segment
 * for each operand, whose bounds and lifetime are checked at each access, half the instructions of
 * a walk were checks, additions of bases and what did not fit into registers (gelu forward and
 * backward 1.87 instead of 1.35 ns an element). {@link OperandBounds} checks the same once a call.
 */
public final class KernelGenerator {
  private final LoopBody body;
  private final int lanes;
  private final LaneCode laneCode;
  private final LoopOperations operations;
  private final KernelPlan plan;
  private final MemorySegment memory;
  private final ClassDesc self;

  private KernelGenerator(LoopBody body, int lanes) {
    this.body = body;
    this.lanes = lanes;
    this.laneCode = new LaneCode(lanes);
    this.operations = new LoopOperations(body, laneCode);
    requireVectors();
    this.plan = new KernelPlan(LoopSchedule.of(body), operations, lanes);
    this.memory =
        NativeMemory.whole()
            .orElseThrow(
                () ->
                    new UnsupportedLoopException(
                        "module dev.lanewise.ffi is denied native access"));
    this.self = LaneCode.className("FusedLoop$" + name());
  }

  /**
   * Returns a new kernel, on vectors as wide as the machine's.
   *
   * @throws UnsupportedLoopException if the body cannot be computed in such vectors
   */
  public static GeneratedKernel generate(LoopBody body) {
    return generate(body, RowFold.lanesFor(types(body)));
  }

  /**
   * Returns a new kernel on vectors of some number of lanes.
   *
   * @throws UnsupportedLoopException if the body cannot be computed in such vectors
   */
  static GeneratedKernel generate(LoopBody body, int lanes) {
    return new KernelGenerator(body, lanes).generate();
  }

  /** The element types that occur in a body. */
  static Set<ElementType> types(LoopBody body) {
    Set<ElementType> types = EnumSet.noneOf(ElementType.class);
    for (int value = 0; value < body.valueCount(); value++) {
      types.add(KernelNames.of(body.dtype(value)));
    }
    return types;
  }

  private void requireVectors() {
    for (int value = 0; value < body.valueCount(); value++) {
      ElementType type = operations.type(value);
      if (type != ElementType.BOOL && !laneCode.hasVectors(type)) {
        throw new UnsupportedLoopException(
            "%%%d: no vectors of %d %s".formatted(value, lanes, body.dtype(value)));
      }
    }
  }

  /** Truth values are masks in registers, but need vectors of bytes in memory. */
  private void requireBytes(Piece piece) {
    if (laneCode.hasVectors(ElementType.BOOL)) {
      return;
    }
    for (Instruction instruction : piece.instructions()) {
      if (body.dtype(instruction.value()) == DType.BOOL
          && !(instruction instanceof Instruction.Compute)) {
        throw new UnsupportedLoopException(
            "%%%d: no vectors of %d BOOL to load or store".formatted(instruction.value(), lanes));
      }
    }
  }

  /** Says roughly what the kernel is, and tells it from others: 12ops_F32x16_1f3a5b7c. */
  private String name() {
    ElementType widest =
        Collections.max(types(body), Comparator.comparingInt(ElementType::byteWidth));
    return "%dops_%sx%d_%08x"
        .formatted(body.steps().size(), widest, lanes, body.toString().hashCode());
  }

  private GeneratedKernel generate() {
    allPieces().forEach(this::requireBytes);
    byte[] classFile = ClassFile.of().build(self, this::write);
    RowLoop loop = laneCode.define(classFile);
    ScratchLayout layout = plan.layout();
    String name = self.packageName() + "." + self.displayName();
    return new GeneratedKernel(body, lanes, name, classFile, sizes(classFile), layout::bytes, loop);
  }

  private List<Piece> allPieces() {
    return Stream.concat(plan.callStages().stream(), plan.rowStages().stream())
        .flatMap(stage -> stage.pieces().stream())
        .toList();
  }

  private static Map<String, Integer> sizes(byte[] classFile) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (var method : ClassFile.of().parse(classFile).methods()) {
      method
          .code()
          .ifPresent(
              code ->
                  sizes.put(
                      method.methodName().stringValue(), ((CodeAttribute) code).codeLength()));
    }
    return Collections.unmodifiableMap(sizes);
  }

  private void write(ClassBuilder type) {
    type.withFlags(ClassFile.ACC_FINAL)
        .withInterfaceSymbols(RowLoop.class.describeConstable().orElseThrow())
        .withMethodBody(
            INIT_NAME,
            MTD_void,
            0,
            code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
        .withField(Symbols.REHEARSING, CD_boolean, ClassFile.ACC_STATIC)
        .withMethodBody(
            "rehearse",
            MethodTypeDesc.of(CD_void, CD_boolean),
            ClassFile.ACC_PUBLIC,
            code -> code.iload(1).putstatic(self, Symbols.REHEARSING, CD_boolean).return_())
        .withMethodBody("run", Symbols.ROWS, ClassFile.ACC_PUBLIC, this::run);
    for (Stage stage : plan.callStages()) {
      stage(type, stage);
    }
    for (Stage stage : plan.rowStages()) {
      stage(type, stage);
    }
    for (Piece piece : allPieces()) {
      type.withMethodBody(
          piece.name(), PieceEmitter.type(piece), ClassFile.ACC_STATIC, code -> piece(piece, code));
    }
  }

  /** In a rehearsal a piece is left at once. */
  private void piece(Piece piece, CodeBuilder code) {
    code.getstatic(self, Symbols.REHEARSING, CD_boolean).ifThen(CodeBuilder::return_);
    PieceEmitter.emit(piece, operations, plan.layout(), laneCode, memory, code);
  }

  private void stage(ClassBuilder type, Stage stage) {
    type.withMethodBody(
        stage.name(),
        Symbols.ROWS,
        ClassFile.ACC_STATIC,
        code -> new StageEmitter(stage, plan, laneCode, self, code).emit());
  }

  /** Runs the stages of the call, and for each row those of the row. */
  private void run(CodeBuilder code) {
    int rows = code.parameterSlot(3);
    int row = code.allocateLocal(TypeKind.LONG);
    code.lconst_0().lstore(row);
    plan.callStages().forEach(stage -> call(code, stage, row));
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(next).lload(row).lload(rows).lcmp().ifge(end);
    plan.rowStages().forEach(stage -> call(code, stage, row));
    code.lload(row).lconst_1().ladd().lstore(row).goto_(next);
    code.labelBinding(end).return_();
  }

  private void call(CodeBuilder code, Stage stage, int row) {
    for (int parameter = 0; parameter < 3; parameter++) {
      code.aload(code.parameterSlot(parameter));
    }
    code.lload(row).iload(code.parameterSlot(4)).aload(code.parameterSlot(5));
    code.invokestatic(self, stage.name(), Symbols.ROWS);
  }
}

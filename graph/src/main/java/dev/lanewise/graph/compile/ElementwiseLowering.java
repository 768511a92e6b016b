package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Elementwise.Clamp;
import dev.lanewise.graph.ir.Elementwise.Convert;
import dev.lanewise.graph.ir.Elementwise.Polygamma;
import dev.lanewise.graph.ir.Elementwise.Select;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.TernaryKernel;
import dev.lanewise.kernels.UnaryKernel;
import dev.lanewise.kernels.UnaryOperation;
import java.util.List;

/**
 * Lowers what works on element after element. An operand that is one element for all is read so; if
 * every operand is, the result is computed once and is one element too.
 */
final class ElementwiseLowering {
  /**
   * Up to this many elements run in one chunk: some 4 us of additions. With the threads hot, two
   * take 1.6 times less for 64K elements, and no less for 16K.
   */
  private static final long SMALL = 32 << 10;

  private static final long CHUNK = 16 << 10;

  private final Lowering lowering;
  private final Node node;
  private final ElementType type;

  /** For a node whose last operand has the element type that its kernel is chosen by. */
  ElementwiseLowering(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
    this.type = KernelNames.of(node.operands().getLast().dtype());
  }

  static Chunks chunks(TensorType type) {
    return Chunks.above(SMALL, type.size(), CHUNK);
  }

  void lower(Unary op) {
    UnaryOperation operation = KernelNames.of(op);
    if (operation.supports(type)) {
      unary(Elementwise.unary(operation, type));
    } else {
      lowering.interpret(node);
    }
  }

  void lower(Binary op) {
    BinaryOperation operation = KernelNames.of(op);
    if (operation.supports(type)) {
      binary(Elementwise.binary(operation, type));
    } else {
      lowering.interpret(node);
    }
  }

  void lower(Comparison op) {
    dev.lanewise.kernels.Comparison comparison = KernelNames.of(op);
    if (comparison.supports(type)) {
      binary(Elementwise.compare(comparison, type));
    } else {
      lowering.interpret(node);
    }
  }

  void lower(Polygamma op) {
    if (type == ElementType.BF16) {
      lowering.interpret(node);
    } else {
      unary(Elementwise.polygamma(op.order(), type));
    }
  }

  void lower(Clamp op) {
    if (type == ElementType.BF16) {
      lowering.interpret(node);
    } else {
      ternary(Elementwise.clamp(type));
    }
  }

  void lower(Select op) {
    ternary(Elementwise.select(type));
  }

  void lower(Convert op) {
    unary(Elementwise.convert(type, KernelNames.of(op.to())));
  }

  private void unary(UnaryKernel kernel) {
    List<Operand> in = operands();
    lowering.add(new UnaryCall(node, kernel, in.getFirst(), define(), chunks()));
  }

  private void binary(BinaryKernel kernel) {
    List<Operand> in = operands();
    lowering.add(new BinaryCall(node, kernel, in.get(0), in.get(1), define(), chunks()));
  }

  private void ternary(TernaryKernel kernel) {
    lowering.add(new TernaryCall(node, kernel, operands(), define(), chunks()));
  }

  /** Whether one element of the result stands for all. */
  private boolean isSplat() {
    return node.operands().stream().allMatch(v -> lowering.operand(v).isSplat());
  }

  /** The operands as the kernel reads them: side by side if only one element is computed. */
  private List<Operand> operands() {
    boolean splat = isSplat();
    return node.operands().stream()
        .map(lowering::operand)
        .map(o -> splat ? new Operand(o.buffer(), 1, o.width()) : o)
        .toList();
  }

  private Operand define() {
    return isSplat() ? lowering.defineSplat(node.result()) : lowering.define(node.result());
  }

  private Chunks chunks() {
    return isSplat() ? new Chunks(1, 1) : chunks(node.result().type());
  }
}

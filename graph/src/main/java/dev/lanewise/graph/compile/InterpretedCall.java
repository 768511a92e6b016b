package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import java.util.ArrayList;
import java.util.List;

/** A node computed by the reference interpreter: slow, and it allocates. */
final class InterpretedCall extends KernelCall {
  private final Node node;

  InterpretedCall(Node node, List<Buffer> reads, List<Buffer> writes) {
    super(List.of(node), reads, writes);
    this.node = node;
  }

  @Override
  int chunks() {
    return 1;
  }

  @Override
  void run(Frame frame, int chunk) {
    List<Literal> operands = new ArrayList<>(node.operands().size());
    for (int i = 0; i < node.operands().size(); i++) {
      Buffer buffer = reads().get(i);
      operands.add(
          LiteralCodec.read(node.operand(i).type(), frame.segment(buffer), buffer.offset()));
    }
    List<Literal> results = Interpreter.apply(node.op(), operands);
    for (int i = 0; i < results.size(); i++) {
      Buffer buffer = writes().get(i);
      LiteralCodec.write(results.get(i), frame.segment(buffer), buffer.offset());
    }
  }

  @Override
  boolean mayOverwrite(Buffer read) {
    return true;
  }

  @Override
  String describe() {
    return "interpreted";
  }

  @Override
  Backend backend() {
    return Backend.REFERENCE;
  }

  @Override
  long flops() {
    return OperationCount.of(node);
  }

  @Override
  String reasonToRead(Buffer read) {
    return "no kernel computes this operation on these types";
  }
}

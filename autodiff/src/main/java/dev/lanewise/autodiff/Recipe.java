package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;

/**
 * What an operation on tensors adds to a graph. Compared by content, so that with the operands'
 * types it is the key under which the compiled one-operation graph is found again.
 */
sealed interface Recipe {
  /** Adds the operation to a graph. */
  Value emit(GraphBuilder builder, List<Value> operands);

  /** One primitive as it is. */
  record Plain(Op op) implements Recipe {
    @Override
    public Value emit(GraphBuilder builder, List<Value> operands) {
      return builder.add(op, operands).getFirst();
    }
  }

  /** An elementwise primitive whose operands are first broadcast to a shape, by NumPy's rules. */
  record Broadcasting(Op op, Shape shape) implements Recipe {
    @Override
    public Value emit(GraphBuilder builder, List<Value> operands) {
      Value[] repeated = new Value[operands.size()];
      for (int i = 0; i < repeated.length; i++) {
        repeated[i] = broadcast(builder, operands.get(i));
      }
      return builder.add(op, repeated);
    }

    private Value broadcast(GraphBuilder builder, Value x) {
      return builder.broadcast(x, shape, Ints.range(shape.rank() - x.shape().rank(), shape.rank()));
    }
  }

  /** No operand; a matrix of ones on the main diagonal, zeros elsewhere. */
  record Eye(TensorType type) implements Recipe {
    @Override
    public Value emit(GraphBuilder builder, List<Value> operands) {
      return builder.convert(band(builder, Comparison.EQ, type.shape(), 0), type.dtype());
    }
  }

  /** The matrices in the last two axes with zeros where column - row does not compare with k. */
  record Triangle(Comparison kept, int k) implements Recipe {
    @Override
    public Value emit(GraphBuilder builder, List<Value> operands) {
      Value x = operands.getFirst();
      int rank = x.shape().rank();
      Ints matrix = Ints.range(rank - 2, rank);
      Value mask = band(builder, kept, x.shape().select(matrix), k);
      Value repeated = builder.broadcast(mask, x.shape(), matrix);
      return builder.select(repeated, x, builder.fullLike(x, 0));
    }
  }

  /** Where column - row compares with k, in a matrix. */
  private static Value band(GraphBuilder builder, Comparison kept, Shape matrix, int k) {
    TensorType type = new TensorType(DType.I32, matrix);
    Value row = builder.add(new Elementwise.Iota(type, 0));
    Value column = builder.add(new Elementwise.Iota(type, 1));
    return builder.add(kept, builder.sub(column, row), builder.full(type, k));
  }
}

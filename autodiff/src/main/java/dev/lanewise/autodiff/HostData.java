package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Elements on the heap turned into tensors, and back. */
final class HostData {
  private HostData() {}

  static Tensor of(int[] extents, float... values) {
    return new StoredTensor(Array.ofFloats(shape(extents, values.length, DType.F32), values));
  }

  static Tensor of(int[] extents, double... values) {
    return new StoredTensor(Array.ofDoubles(shape(extents, values.length, DType.F64), values));
  }

  static Tensor of(int[] extents, int... values) {
    return new StoredTensor(Array.ofInts(shape(extents, values.length, DType.I32), values));
  }

  static Tensor of(int[] extents, long... values) {
    return new StoredTensor(Array.ofLongs(shape(extents, values.length, DType.I64), values));
  }

  static Tensor of(int[] extents, boolean... values) {
    return new StoredTensor(Array.ofBooleans(shape(extents, values.length, DType.BOOL), values));
  }

  static Tensor of(float[][] rows) {
    int columns = columns(Arrays.stream(rows).mapToInt(row -> row.length).toArray());
    float[] values = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return of(new int[] {rows.length, columns}, values);
  }

  static Tensor of(double[][] rows) {
    int columns = columns(Arrays.stream(rows).mapToInt(row -> row.length).toArray());
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return of(new int[] {rows.length, columns}, values);
  }

  static Tensor of(int[][] rows) {
    int columns = columns(Arrays.stream(rows).mapToInt(row -> row.length).toArray());
    int[] values = new int[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return of(new int[] {rows.length, columns}, values);
  }

  private static int columns(int[] lengths) {
    if (Arrays.stream(lengths).distinct().count() > 1) {
      throw Errors.op("of", "the rows differ in length: " + Arrays.toString(lengths));
    }
    int columns = lengths.length == 0 ? 0 : lengths[0];
    if ((long) lengths.length * columns > Integer.MAX_VALUE) {
      throw Errors.op("of", "%d rows of %d are too many".formatted(lengths.length, columns));
    }
    return columns;
  }

  private static Shape shape(int[] extents, int count, DType dtype) {
    Shape shape = Axes.shape("of", extents);
    if (shape.size() != count) {
      throw Errors.op(
          "of", "%s%s has %d elements, given %d".formatted(dtype, shape, shape.size(), count));
    }
    return shape;
  }

  static Tensor from(Literal literal) {
    return new StoredTensor(Array.of(literal));
  }

  static Tensor arange(DType dtype, double start, double limit, double step) {
    double count = Math.ceil((limit - start) / step);
    if (step == 0 || !(count <= Integer.MAX_VALUE)) {
      throw Errors.op("arange", "from %s to %s by %s does not end".formatted(start, limit, step));
    }
    requireNumeric("arange", dtype);
    return sequence(dtype, (int) Math.max(count, 0), i -> start + i * step);
  }

  static Tensor linspace(DType dtype, double start, double end, int count) {
    if (count < 0) {
      throw Errors.op("linspace", "the count must not be negative, was " + count);
    }
    requireNumeric("linspace", dtype);
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    // The last is exactly the end, which the formula may miss by a rounding.
    return sequence(dtype, count, i -> i > 0 && i == count - 1 ? end : start + i * step);
  }

  private interface Term {
    double at(int i);
  }

  private static Tensor sequence(DType dtype, int count, Term term) {
    TensorType type = TensorType.of(dtype, count);
    if (dtype.isFloating()) {
      double[] reals = IntStream.range(0, count).mapToDouble(term::at).toArray();
      return from(Literal.ofReals(type, reals));
    }
    return from(
        Literal.ofIntegers(
            type, IntStream.range(0, count).mapToLong(i -> (long) term.at(i)).toArray()));
  }

  private static void requireNumeric(String op, DType dtype) {
    if (!dtype.isNumeric()) {
      throw Errors.op(op, "a numeric element type is needed, given " + dtype);
    }
  }

  static float[] toFloats(Tensor x) {
    Array array = x.array();
    return switch (x.dtype()) {
      case F32, BF16 -> array.toFloats();
      case F64, I32, I64, BOOL -> throw lossy("toFloats", x, "F32 or BF16");
    };
  }

  static double[] toDoubles(Tensor x) {
    Array array = x.array();
    return switch (x.dtype()) {
      case F32, F64, BF16 -> array.toDoubles();
      case I32 -> Arrays.stream(array.toInts()).asDoubleStream().toArray();
      case BOOL -> Arrays.stream(ints(array.toBooleans())).asDoubleStream().toArray();
      case I64 -> throw lossy("toDoubles", x, "any type but I64");
    };
  }

  static int[] toInts(Tensor x) {
    Array array = x.array();
    return switch (x.dtype()) {
      case I32 -> array.toInts();
      case BOOL -> ints(array.toBooleans());
      case F32, F64, BF16, I64 -> throw lossy("toInts", x, "I32 or BOOL");
    };
  }

  static long[] toLongs(Tensor x) {
    Array array = x.array();
    return switch (x.dtype()) {
      case I32, I64 -> array.toLongs();
      case BOOL -> Arrays.stream(ints(array.toBooleans())).asLongStream().toArray();
      case F32, F64, BF16 -> throw lossy("toLongs", x, "I32, I64 or BOOL");
    };
  }

  static boolean[] toBooleans(Tensor x) {
    Array array = x.array();
    if (x.dtype() != DType.BOOL) {
      throw lossy("toBooleans", x, "BOOL");
    }
    return array.toBooleans();
  }

  private static int[] ints(boolean[] values) {
    return IntStream.range(0, values.length).map(i -> values[i] ? 1 : 0).toArray();
  }

  private static OpException lossy(String op, Tensor x, String taken) {
    return Errors.op(op, "takes %s, given %s: cast it first".formatted(taken, x.type()), x);
  }

  static double item(Tensor x) {
    Array array = x.array();
    if (x.size() != 1) {
      throw Errors.op("item", "one element is needed, given " + x.type(), x);
    }
    if (x.dtype() == DType.I64) {
      throw lossy("item", x, "any type but I64");
    }
    return array.item();
  }

  static Literal toLiteral(Tensor x) {
    return x.array().toLiteral();
  }

  static String describe(ConcreteTensor x) {
    if (x.isClosed()) {
      return "Tensor(" + x.type() + ", closed)";
    }
    if (x.size() > Trace.LARGEST_CONSTANT) {
      return "Tensor(" + x.type() + ")";
    }
    return "Tensor(" + toLiteral(x) + ")";
  }
}

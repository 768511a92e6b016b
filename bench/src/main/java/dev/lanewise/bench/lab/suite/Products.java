package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.ffi.Blas;
import dev.lanewise.ffi.BlasExtensions;
import dev.lanewise.ffi.Transpose;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Gemm;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Products of matrices: squares, and the shapes that networks have. */
public final class Products {
  /** The family of these experiments. */
  public static final String FAMILY = "gemm";

  private static final String SQUARE = "square";

  private static final Integer[] ORDERS = {
    8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048
  };

  private Products() {}

  /** The extents of a batch of products, {@code C[m, n] = op(A)[m, k] op(B)[k, n]}, by the size. */
  public sealed interface Shape {
    /** How many products. */
    int batch(int size);

    /** Rows of A and C. */
    int m(int size);

    /** Columns of op(B) and C. */
    int n(int size);

    /** Columns of A, rows of op(B). */
    int k(int size);

    /** Whether B lies in memory as {@code [n, k]}. */
    boolean transposeB();

    private double flops(int size) {
      return 2.0 * batch(size) * m(size) * n(size) * k(size);
    }
  }

  /** All extents are the size. */
  private record Square() implements Shape {
    @Override
    public int batch(int size) {
      return 1;
    }

    @Override
    public int m(int size) {
      return size;
    }

    @Override
    public int n(int size) {
      return size;
    }

    @Override
    public int k(int size) {
      return size;
    }

    @Override
    public boolean transposeB() {
      return false;
    }
  }

  /** The size is the number of products. */
  private record Batched(int m, int n, int k, boolean transposeB) implements Shape {
    @Override
    public int batch(int size) {
      return size;
    }

    @Override
    public int m(int size) {
      return m;
    }

    @Override
    public int n(int size) {
      return n;
    }

    @Override
    public int k(int size) {
      return k;
    }
  }

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      all.add(
          draft(SQUARE, "[n, n] x [n, n]", new Square(), type)
              .sizes(17, ORDERS)
              .against(twin(new Square(), type)));
      for (Named shape : Named.ALL) {
        all.add(
            draft(shape.label, shape.title(), shape.shape, type)
                .sizes(2, shape.batch)
                .against(twin(shape.shape, type)));
      }
    }
    return all;
  }

  /**
   * A shape that networks have.
   *
   * @param batch how many products at once
   */
  private record Named(String label, int batch, Batched shape) {
    static final List<Named> ALL =
        List.of(
            new Named("mlp784", 1, new Batched(128, 512, 784, false)),
            new Named("mlp512", 1, new Batched(128, 256, 512, false)),
            new Named("mlp256", 1, new Batched(128, 10, 256, false)),
            new Named("scores", 8, new Batched(128, 128, 64, true)),
            new Named("values", 8, new Batched(128, 64, 128, false)),
            new Named("batched8", 1000, new Batched(8, 8, 8, false)));

    String title() {
      return (batch == 1 ? "" : batch + " of ")
          + "[%d, %d] x [%d, %d]%s"
              .formatted(
                  shape.m, shape.k, shape.k, shape.n, shape.transposeB ? ", B transposed" : "");
    }
  }

  /** The shape of an experiment, if it is one of products. */
  public static Optional<Shape> shape(Experiment experiment) {
    if (!experiment.family().equals(FAMILY)) {
      return Optional.empty();
    }
    String label = experiment.name().split("\\.", -1)[1];
    return label.equals(SQUARE)
        ? Optional.of(new Square())
        : Named.ALL.stream()
            .filter(named -> named.label.equals(label))
            .map(named -> (Shape) named.shape)
            .findFirst();
  }

  private static Draft draft(String name, String title, Shape shape, ElementType type) {
    Draft draft =
        new Draft(
                FAMILY + "." + name,
                title,
                type,
                size -> {
                  long batch = shape.batch(size);
                  long m = shape.m(size);
                  long n = shape.n(size);
                  long k = shape.k(size);
                  return List.of(
                      Operand.input(type, batch * m * k).in(-1, 1),
                      Operand.input(type, batch * k * n).in(-1, 1),
                      Operand.output(type, batch * m * n));
                })
            .flops(shape::flops)
            .agreement(Agreement.relative(type == ElementType.F32 ? 1e-5 : 1e-13))
            .by(Contestant.LANEWISE, lanewise(shape, type))
            .byOpenBlas(openBlas(shape, type))
            .byLibTorch();
    return shape.transposeB()
        ? draft
        : draft.by(Contestant.LOOP, MemoryLoops.of(type).productOnHeap(shape));
  }

  private static Experiment.Start lanewise(Shape shape, ElementType type) {
    return (memory, size) -> {
      MemorySegment a = memory.get(0);
      MemorySegment b = memory.get(1);
      MemorySegment c = memory.get(2);
      int batch = shape.batch(size);
      int m = shape.m(size);
      int n = shape.n(size);
      int k = shape.k(size);
      boolean t = shape.transposeB();
      int ldb = t ? k : n;
      long strideA = (long) m * k;
      long strideB = (long) k * n;
      long strideC = (long) m * n;
      return type == ElementType.F32
          ? () ->
              Gemm.f32Batched(
                  false, t, batch, m, n, k, 1, a, 0, k, strideA, b, 0, ldb, strideB, 0, c, 0, n,
                  strideC)
          : () ->
              Gemm.f64Batched(
                  false, t, batch, m, n, k, 1, a, 0, k, strideA, b, 0, ldb, strideB, 0, c, 0, n,
                  strideC);
    };
  }

  /** A single product is what most programs call; a batch has a call of its own. */
  private static Experiment.Start openBlas(Shape shape, ElementType type) {
    return (memory, size) -> {
      MemorySegment a = memory.get(0);
      MemorySegment b = memory.get(1);
      MemorySegment c = memory.get(2);
      int batch = shape.batch(size);
      int m = shape.m(size);
      int n = shape.n(size);
      int k = shape.k(size);
      Transpose t = shape.transposeB() ? Transpose.YES : Transpose.NO;
      int ldb = shape.transposeB() ? k : n;
      boolean floats = type == ElementType.F32;
      if (batch == 1) {
        return floats
            ? () -> Blas.sgemm(Transpose.NO, t, m, n, k, 1, a, 0, k, b, 0, ldb, 0, c, 0, n)
            : () -> Blas.dgemm(Transpose.NO, t, m, n, k, 1, a, 0, k, b, 0, ldb, 0, c, 0, n);
      }
      return floats
          ? () ->
              BlasExtensions.sgemmBatchStrided(
                  Transpose.NO,
                  t,
                  m,
                  n,
                  k,
                  1,
                  a,
                  0,
                  k,
                  m * k,
                  b,
                  0,
                  ldb,
                  k * n,
                  0,
                  c,
                  0,
                  n,
                  m * n,
                  batch)
          : () ->
              BlasExtensions.dgemmBatchStrided(
                  Transpose.NO,
                  t,
                  m,
                  n,
                  k,
                  1,
                  a,
                  0,
                  k,
                  m * k,
                  b,
                  0,
                  ldb,
                  k * n,
                  0,
                  c,
                  0,
                  n,
                  m * n,
                  batch);
    };
  }

  private static Experiment.Twin twin(Shape shape, ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return (memory, size) -> {
      int m = shape.m(size);
      int n = shape.n(size);
      int k = shape.k(size);
      for (long i = 0; i < shape.batch(size); i++) {
        for (int row = 0; row < m; row++) {
          for (int column = 0; column < n; column++) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
              long inB = shape.transposeB() ? (long) column * k + j : (long) j * n + column;
              sum +=
                  loops.get(memory.get(0), (i * m + row) * k + j)
                      * loops.get(memory.get(1), i * k * n + inB);
            }
            loops.set(memory.get(2), (i * m + row) * n + column, sum);
          }
        }
      }
    };
  }
}

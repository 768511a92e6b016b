package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.Gemm;
import java.lang.foreign.MemorySegment;

/** Matrix products by our own kernels. */
final class JavaProductCall extends ProductCall {
  JavaProductCall(Node node, Product product, Buffer a, Buffer b, Buffer c) {
    super(node, product, a, b, c);
  }

  private JavaProductCall(JavaProductCall plain, TileEpilogue epilogue) {
    super(plain, epilogue);
  }

  @Override
  ProductCall withEpilogue(TileEpilogue epilogue) {
    return new JavaProductCall(this, epilogue);
  }

  @Override
  void multiply(
      int batch,
      int rows,
      int columns,
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      MemorySegment c,
      long cOffset,
      long cStride) {
    Product product = product();
    MatrixView left = product.left();
    MatrixView right = product.right();
    if (isF32()) {
      Gemm.f32Batched(
          left.transposed(),
          right.transposed(),
          batch,
          rows,
          columns,
          product.k(),
          1,
          a,
          aOffset,
          left.leading(),
          left.batchStride(),
          b,
          bOffset,
          right.leading(),
          right.batchStride(),
          0,
          c,
          cOffset,
          product.n(),
          cStride);
    } else {
      Gemm.f64Batched(
          left.transposed(),
          right.transposed(),
          batch,
          rows,
          columns,
          product.k(),
          1,
          a,
          aOffset,
          left.leading(),
          left.batchStride(),
          b,
          bOffset,
          right.leading(),
          right.batchStride(),
          0,
          c,
          cOffset,
          product.n(),
          cStride);
    }
  }

  @Override
  String by() {
    return "Java gemm";
  }

  @Override
  Backend backend() {
    return Backend.JAVA_GEMM;
  }
}

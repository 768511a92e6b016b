package dev.lanewise.graph.compile;

import dev.lanewise.ffi.Blas;
import dev.lanewise.ffi.Transpose;
import dev.lanewise.graph.event.BlasCallEvent;
import dev.lanewise.graph.event.Events;
import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import java.lang.foreign.MemorySegment;

/** Matrix products by OpenBLAS, on the thread that runs the chunk. */
final class BlasProductCall extends ProductCall {
  private final Transpose leftTranspose;
  private final Transpose rightTranspose;

  BlasProductCall(Node node, Product product, Buffer a, Buffer b, Buffer c) {
    super(node, product, a, b, c);
    this.leftTranspose = product.left().transposed() ? Transpose.YES : Transpose.NO;
    this.rightTranspose = product.right().transposed() ? Transpose.YES : Transpose.NO;
  }

  private BlasProductCall(BlasProductCall plain, TileEpilogue epilogue) {
    super(plain, epilogue);
    this.leftTranspose = plain.leftTranspose;
    this.rightTranspose = plain.rightTranspose;
  }

  @Override
  ProductCall withEpilogue(TileEpilogue epilogue) {
    return new BlasProductCall(this, epilogue);
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
    BlasCallEvent event = Events.blasCall();
    int width = product().dtype().bytes();
    for (int i = 0; i < batch; i++) {
      one(
          rows,
          columns,
          a,
          aOffset + i * product().left().batchStride() * width,
          b,
          bOffset + i * product().right().batchStride() * width,
          c,
          cOffset + i * cStride * width);
    }
    if (event != null) {
      event.finish(
          isF32() ? "sgemm" : "dgemm",
          batch,
          rows,
          columns,
          product().k(),
          product().left().transposed(),
          product().right().transposed());
    }
  }

  private void one(
      int rows,
      int columns,
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      MemorySegment c,
      long cOffset) {
    Product product = product();
    if (isF32()) {
      Blas.sgemm(
          leftTranspose,
          rightTranspose,
          rows,
          columns,
          product.k(),
          1,
          a,
          aOffset,
          product.left().leading(),
          b,
          bOffset,
          product.right().leading(),
          0,
          c,
          cOffset,
          product.n());
    } else {
      Blas.dgemm(
          leftTranspose,
          rightTranspose,
          rows,
          columns,
          product.k(),
          1,
          a,
          aOffset,
          product.left().leading(),
          b,
          bOffset,
          product.right().leading(),
          0,
          c,
          cOffset,
          product.n());
    }
  }

  @Override
  String by() {
    return "OpenBLAS gemm";
  }

  @Override
  Backend backend() {
    return Backend.OPENBLAS;
  }
}

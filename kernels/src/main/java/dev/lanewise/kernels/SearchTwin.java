package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A search whose scalar twin is the caller's own loop: see {@link TwinLoop}. */
final class SearchTwin extends TwinLoop {
  private final ReduceLoop.Data data;
  private @Nullable SearchLoop vector;

  SearchTwin(ReduceLoop.Data data) {
    this.data = data;
  }

  /** Whether to call {@link #find} for a row of {@code n} elements, or to search oneself. */
  boolean isUsable(long n) {
    return n >= data.species().length() && isWarm(n);
  }

  /** See {@link SearchLoop#find}. */
  long find(MemorySegment in, long at, long n, long bits) {
    return vector().find(in, at, n, bits);
  }

  private SearchLoop vector() {
    SearchLoop loop = vector;
    if (loop == null) {
      throw new IllegalStateException("not warm");
    }
    return loop;
  }

  @Override
  void prepare() {
    vector = Specialiser.specialiseLanes(SearchLoop.class, FirstEqualLoop.class, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    long n = (long) data.species().length() * Rehearsal.VECTORS;
    for (int run = 0; run < Rehearsal.VECTORS / 4; run++) {
      vector().find(memory.a(), 0, n, 0);
      vector().find(memory.a(), 0, n, nan());
    }
  }

  /** The bits of a NaN of the type, or of another number that is not in the memory. */
  private long nan() {
    return data.species().elementType() == double.class
        ? Double.doubleToRawLongBits(Double.NaN)
        : Float.floatToRawIntBits(Float.NaN);
  }
}

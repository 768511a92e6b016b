package dev.lanewise.graph.runtime;

import dev.lanewise.graph.compile.LiteralCodec;
import dev.lanewise.graph.ir.BFloat16;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner.Cleanable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor in native memory, row-major, in native byte order.
 *
 * <p>The memory comes from the engine's pool and goes back to it when the array is closed, by hand
 * or by the {@link Scope} it was created in, or some time after it has become unreachable. A closed
 * array, and one whose memory a step has taken over by donation, refuses use with an {@link
 * IllegalStateException} that names the line that ended it. (Of a thread that closes scopes or
 * donates more than 10,000 times a second, it is the line where that was last looked for, and the
 * message says so.) Closing never waits: what a running step still reads goes back when the step
 * ends.
 *
 * <p>Safe for use by several threads: reading waits for a step or a write that is changing the
 * elements, and a write waits for readers and steps. Methods that take a Java array copy; those
 * named {@code copyTo} and {@code write} allocate nothing.
 */
public final class Array implements AutoCloseable {
  private static final VarHandle SCOPE;

  static {
    try {
      SCOPE = MethodHandles.lookup().findVarHandle(Array.class, "scope", Scope.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final TensorType type;
  private final Storage storage;

  /** Null if the memory needs no cleaning: its owner sees for itself when it is unreachable. */
  private final @Nullable Cleanable cleanable;

  /** Written by {@link #SCOPE}: a volatile write is a fence, and there is one for every result. */
  private volatile @Nullable Scope scope;

  /** An array around memory taken for it; joins the thread's scope. */
  Array(TensorType type, Storage storage) {
    this(type, storage, true, Scope.current());
  }

  private Array(TensorType type, Storage storage, boolean cleaned, @Nullable Scope scope) {
    this.type = type;
    this.storage = storage;
    this.cleanable = cleaned ? Storage.CLEANER.register(this, storage) : null;
    if (scope != null) {
      scope.add(this);
    }
  }

  /**
   * An array around memory whose owner sees for itself when it is unreachable.
   *
   * @param scope the thread's
   */
  static Array uncleaned(TensorType type, Storage storage, @Nullable Scope scope) {
    return new Array(type, storage, false, scope);
  }

  private static Array take(TensorType type, boolean zero) {
    MemoryPool pool = MemoryPool.shared();
    return new Array(type, new Storage(pool, pool.take(type.bytes(), zero, type.toString())));
  }

  /**
   * An array whose elements are unspecified until they are written.
   *
   * @throws MemoryBudgetException if the memory budget does not allow it
   */
  public static Array allocate(TensorType type) {
    return take(type, false);
  }

  /** An array of zeros, or of {@code false}. */
  public static Array zeros(TensorType type) {
    return take(type, true);
  }

  /**
   * An {@link DType#F32} array.
   *
   * @param values as many as the shape has elements, row-major
   * @throws IllegalArgumentException if the count does not fit
   */
  public static Array ofFloats(Shape shape, float... values) {
    Array array = allocateFor(new TensorType(DType.F32, shape), values.length);
    array.write(values);
    return array;
  }

  /** An {@link DType#F64} array, as {@link #ofFloats}. */
  public static Array ofDoubles(Shape shape, double... values) {
    Array array = allocateFor(new TensorType(DType.F64, shape), values.length);
    array.write(values);
    return array;
  }

  /** An {@link DType#I32} array, as {@link #ofFloats}. */
  public static Array ofInts(Shape shape, int... values) {
    Array array = allocateFor(new TensorType(DType.I32, shape), values.length);
    array.write(values);
    return array;
  }

  /** An {@link DType#I64} array, as {@link #ofFloats}. */
  public static Array ofLongs(Shape shape, long... values) {
    Array array = allocateFor(new TensorType(DType.I64, shape), values.length);
    array.write(values);
    return array;
  }

  /** A {@link DType#BOOL} array, as {@link #ofFloats}. */
  public static Array ofBooleans(Shape shape, boolean... values) {
    Array array = allocateFor(new TensorType(DType.BOOL, shape), values.length);
    array.write(values);
    return array;
  }

  private static Array allocateFor(TensorType type, int count) {
    requireCount("array", type, count);
    return allocate(type);
  }

  /** An array with the type and elements of a literal. */
  public static Array of(Literal literal) {
    Array array = allocate(literal.type());
    array.holdForWriting("of");
    try {
      LiteralCodec.write(literal, array.storage.segment(), 0);
    } finally {
      array.storage.releaseWriting();
    }
    return array;
  }

  /**
   * An array with a copy of the first bytes of a segment, native or on the heap.
   *
   * @throws IllegalArgumentException if the segment has fewer bytes than the type
   */
  public static Array copyOf(TensorType type, MemorySegment source) {
    requireBytes("copyOf", type, source);
    Array array = allocate(type);
    array.write(source);
    return array;
  }

  /** The element type and shape; also of a closed array. */
  public TensorType type() {
    return type;
  }

  /** The shape. */
  public Shape shape() {
    return type.shape();
  }

  /** The element type. */
  public DType dtype() {
    return type.dtype();
  }

  /**
   * The elements of an F32 or BF16 array, row-major.
   *
   * @throws IllegalStateException if this is closed or donated
   * @throws IllegalArgumentException if the elements are of another type, or more than 2^31 - 1
   */
  public float[] toFloats() {
    if (dtype() == DType.BF16) {
      short[] bits = new short[heapSize("toFloats")];
      copyOut("toFloats", MemorySegment.ofArray(bits));
      float[] values = new float[bits.length];
      for (int i = 0; i < bits.length; i++) {
        values[i] = BFloat16.toFloat(bits[i]);
      }
      return values;
    }
    requireType("toFloats", DType.F32);
    float[] values = new float[heapSize("toFloats")];
    copyTo(values);
    return values;
  }

  /** The elements of an F64, F32 or BF16 array as doubles, which is exact; as {@link #toFloats}. */
  public double[] toDoubles() {
    if (dtype() == DType.F32 || dtype() == DType.BF16) {
      float[] floats = toFloats();
      double[] values = new double[floats.length];
      for (int i = 0; i < floats.length; i++) {
        values[i] = floats[i];
      }
      return values;
    }
    requireType("toDoubles", DType.F64);
    double[] values = new double[heapSize("toDoubles")];
    copyTo(values);
    return values;
  }

  /** The elements of an I32 array; as {@link #toFloats}. */
  public int[] toInts() {
    requireType("toInts", DType.I32);
    int[] values = new int[heapSize("toInts")];
    copyTo(values);
    return values;
  }

  /** The elements of an I64 or I32 array; as {@link #toFloats}. */
  public long[] toLongs() {
    if (dtype() == DType.I32) {
      return Arrays.stream(toInts()).asLongStream().toArray();
    }
    requireType("toLongs", DType.I64);
    long[] values = new long[heapSize("toLongs")];
    copyTo(values);
    return values;
  }

  /** The elements of a BOOL array; as {@link #toFloats}. */
  public boolean[] toBooleans() {
    requireType("toBooleans", DType.BOOL);
    byte[] bytes = new byte[heapSize("toBooleans")];
    copyOut("toBooleans", MemorySegment.ofArray(bytes));
    boolean[] values = new boolean[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] != 0;
    }
    return values;
  }

  /** The type and elements of any array, on the heap. */
  public Literal toLiteral() {
    heapSize("toLiteral");
    holdForReading("toLiteral");
    try {
      return LiteralCodec.read(type, storage.segment(), 0);
    } finally {
      storage.releaseReading();
    }
  }

  /**
   * The only element, of any type, as a double; {@code true} is 1. An I64 beyond 2^53 rounds.
   *
   * @throws IllegalArgumentException if there is not exactly one element
   */
  public double item() {
    if (type.size() != 1) {
      throw new IllegalArgumentException("[item] needs one element, the array is " + type);
    }
    holdForReading("item");
    try {
      MemorySegment segment = storage.segment();
      return switch (dtype()) {
        case F32 -> segment.get(ValueLayout.JAVA_FLOAT, 0);
        case F64 -> segment.get(ValueLayout.JAVA_DOUBLE, 0);
        case BF16 -> BFloat16.toFloat(segment.get(ValueLayout.JAVA_SHORT, 0));
        case I32 -> segment.get(ValueLayout.JAVA_INT, 0);
        case I64 -> segment.get(ValueLayout.JAVA_LONG, 0);
        case BOOL -> segment.get(ValueLayout.JAVA_BYTE, 0);
      };
    } finally {
      storage.releaseReading();
    }
  }

  /**
   * Copies all elements of an F32 array to the start of a Java array.
   *
   * @throws IllegalArgumentException if the elements are of another type, or do not fit
   * @throws IllegalStateException if this is closed or donated
   */
  public void copyTo(float[] target) {
    requireType("copyTo", DType.F32);
    int count = fit("copyTo", target.length);
    holdForReading("copyTo");
    try {
      MemorySegment.copy(storage.segment(), ValueLayout.JAVA_FLOAT, 0, target, 0, count);
    } finally {
      storage.releaseReading();
    }
  }

  /** Copies all elements of an F64 array; as {@link #copyTo(float[])}. */
  public void copyTo(double[] target) {
    requireType("copyTo", DType.F64);
    int count = fit("copyTo", target.length);
    holdForReading("copyTo");
    try {
      MemorySegment.copy(storage.segment(), ValueLayout.JAVA_DOUBLE, 0, target, 0, count);
    } finally {
      storage.releaseReading();
    }
  }

  /** Copies all elements of an I32 array; as {@link #copyTo(float[])}. */
  public void copyTo(int[] target) {
    requireType("copyTo", DType.I32);
    int count = fit("copyTo", target.length);
    holdForReading("copyTo");
    try {
      MemorySegment.copy(storage.segment(), ValueLayout.JAVA_INT, 0, target, 0, count);
    } finally {
      storage.releaseReading();
    }
  }

  /** Copies all elements of an I64 array; as {@link #copyTo(float[])}. */
  public void copyTo(long[] target) {
    requireType("copyTo", DType.I64);
    int count = fit("copyTo", target.length);
    holdForReading("copyTo");
    try {
      MemorySegment.copy(storage.segment(), ValueLayout.JAVA_LONG, 0, target, 0, count);
    } finally {
      storage.releaseReading();
    }
  }

  /**
   * Copies the bytes of an array of any type to the start of a segment, native or on the heap.
   *
   * @throws IllegalArgumentException if the segment has fewer bytes, or is read-only
   */
  public void copyTo(MemorySegment target) {
    requireBytes("copyTo", type, target);
    copyOut("copyTo", target);
  }

  private void copyOut(String what, MemorySegment target) {
    holdForReading(what);
    try {
      MemorySegment.copy(storage.segment(), 0, target, 0, type.bytes());
    } finally {
      storage.releaseReading();
    }
  }

  /**
   * Replaces all elements of an F32 array. This is the way to feed one input buffer step after
   * step: it allocates nothing, and waits for a step that still reads the elements.
   *
   * @throws IllegalArgumentException if the elements are of another type, or the count does not fit
   * @throws IllegalStateException if this is closed or donated
   */
  public void write(float[] values) {
    requireCount("write", type, values.length);
    write(values, 0);
  }

  /** Replaces all elements of an F32 array by those of a longer Java array from an index on. */
  public void write(float[] source, int from) {
    requireType("write", DType.F32);
    int count = requireRange(source.length, from);
    holdForWriting("write");
    try {
      MemorySegment.copy(source, from, storage.segment(), ValueLayout.JAVA_FLOAT, 0, count);
    } finally {
      storage.releaseWriting();
    }
  }

  /** Replaces all elements of an F64 array; as {@link #write(float[])}. */
  public void write(double[] values) {
    requireCount("write", type, values.length);
    write(values, 0);
  }

  /** Replaces all elements of an F64 array by those of a longer Java array from an index on. */
  public void write(double[] source, int from) {
    requireType("write", DType.F64);
    int count = requireRange(source.length, from);
    holdForWriting("write");
    try {
      MemorySegment.copy(source, from, storage.segment(), ValueLayout.JAVA_DOUBLE, 0, count);
    } finally {
      storage.releaseWriting();
    }
  }

  /** Replaces all elements of an I32 array; as {@link #write(float[])}. */
  public void write(int[] values) {
    requireCount("write", type, values.length);
    write(values, 0);
  }

  /** Replaces all elements of an I32 array by those of a longer Java array from an index on. */
  public void write(int[] source, int from) {
    requireType("write", DType.I32);
    int count = requireRange(source.length, from);
    holdForWriting("write");
    try {
      MemorySegment.copy(source, from, storage.segment(), ValueLayout.JAVA_INT, 0, count);
    } finally {
      storage.releaseWriting();
    }
  }

  /** Replaces all elements of an I64 array; as {@link #write(float[])}. */
  public void write(long[] values) {
    requireCount("write", type, values.length);
    requireType("write", DType.I64);
    holdForWriting("write");
    try {
      MemorySegment.copy(values, 0, storage.segment(), ValueLayout.JAVA_LONG, 0, values.length);
    } finally {
      storage.releaseWriting();
    }
  }

  /** Replaces all elements of a BOOL array; as {@link #write(float[])}. */
  public void write(boolean[] values) {
    requireCount("write", type, values.length);
    requireType("write", DType.BOOL);
    holdForWriting("write");
    try {
      MemorySegment segment = storage.segment();
      for (int i = 0; i < values.length; i++) {
        segment.set(ValueLayout.JAVA_BYTE, i, (byte) (values[i] ? 1 : 0));
      }
    } finally {
      storage.releaseWriting();
    }
  }

  /**
   * Replaces the bytes of an array of any type by the first bytes of a segment. For BOOL any byte
   * but 0 counts as true.
   *
   * @throws IllegalArgumentException if the segment has fewer bytes than this
   */
  public void write(MemorySegment source) {
    requireBytes("write", type, source);
    holdForWriting("write");
    try {
      MemorySegment segment = storage.segment();
      MemorySegment.copy(source, 0, segment, 0, type.bytes());
      if (dtype() == DType.BOOL) {
        for (long i = 0; i < type.bytes(); i++) {
          if (segment.get(ValueLayout.JAVA_BYTE, i) != 0) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) 1);
          }
        }
      }
    } finally {
      storage.releaseWriting();
    }
  }

  /** Gives the memory back, now or when the steps that use it end. Closing twice does nothing. */
  @Override
  public void close() {
    if (!storage.isClosed()) {
      close(new Ending.Found("was closed", CallSite.capture()));
    }
  }

  void close(Ending how) {
    storage.close(how);
    clean();
  }

  /** Whether this was closed or donated. */
  public boolean isClosed() {
    return storage.isClosed();
  }

  Storage storage() {
    return storage;
  }

  @Nullable Scope scope() {
    return scope;
  }

  void setScope(@Nullable Scope scope) {
    SCOPE.setRelease(this, scope);
  }

  /**
   * Hands the memory to a new array of the same type, and closes this one; only for the step that
   * holds the storage for writing.
   */
  Array donate(Ending how) {
    Array heir = new Array(type, storage.surrender(how), cleanable != null, Scope.current());
    clean();
    return heir;
  }

  private void clean() {
    if (cleanable != null) {
      cleanable.clean();
    }
  }

  private void holdForReading(String what) {
    if (!storage.holdForReading()) {
      throw new IllegalStateException("[" + what + "] " + ending());
    }
  }

  private void holdForWriting(String what) {
    if (!storage.holdForWriting()) {
      throw new IllegalStateException("[" + what + "] " + ending());
    }
  }

  /** The message's part about an array that is closed. */
  String ending() {
    return "the array " + type + " " + storage.endingText();
  }

  private void requireType(String what, DType expected) {
    if (dtype() != expected) {
      throw new IllegalArgumentException(
          "[" + what + "] needs an array of " + expected + ", this is " + type);
    }
  }

  private int heapSize(String what) {
    if (type.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("[" + what + "] " + type + " does not fit a Java array");
    }
    return (int) type.size();
  }

  private int fit(String what, int length) {
    if (type.size() > length) {
      throw new IllegalArgumentException(
          "[" + what + "] " + type + " does not fit a Java array of " + length + " elements");
    }
    return (int) type.size();
  }

  private int requireRange(int length, int from) {
    if (from < 0 || type.size() > (long) length - from) {
      throw new IllegalArgumentException(
          "[write] "
              + type
              + " needs "
              + type.size()
              + " elements from index "
              + from
              + " of a Java array of "
              + length);
    }
    return (int) type.size();
  }

  private static void requireCount(String what, TensorType type, int count) {
    if (type.size() != count) {
      throw new IllegalArgumentException(
          "[" + what + "] " + type + " has " + type.size() + " elements, given " + count);
    }
  }

  private static void requireBytes(String what, TensorType type, MemorySegment segment) {
    if (segment.byteSize() < type.bytes()) {
      throw new IllegalArgumentException(
          "["
              + what
              + "] "
              + type
              + " has "
              + type.bytes()
              + " bytes, the segment "
              + segment.byteSize());
    }
  }

  /** The type and what became of the array, not its elements. */
  @Override
  public String toString() {
    return "Array " + type + (isClosed() ? " (" + storage.endingText() + ")" : "");
  }
}

package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.ir.BFloat16;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arrays that one running step of a {@link ScalarGraph} computes on: arguments are copied in,
 * results out. Java arrays, because generated code that reads segments takes the just-in-time
 * compiler several times as long to compile, and the interpreter before it 100 ns an access. Used
 * by one step at a time.
 */
public final class ScalarMemory {
  private final ScalarGraph graph;
  private final ScalarKernel kernel;
  private final int[] ints;
  private final long[] longs;
  private final float[] floats;
  private final double[] doubles;

  ScalarMemory(ScalarGraph graph, ScalarKernel kernel, ScalarLayout layout) {
    this.graph = graph;
    this.kernel = kernel;
    this.ints = new int[layout.length(ScalarType.INT)];
    this.longs = new long[layout.length(ScalarType.LONG)];
    this.floats = new float[layout.length(ScalarType.FLOAT)];
    this.doubles = new double[layout.length(ScalarType.DOUBLE)];
  }

  /**
   * Copies an argument in.
   *
   * @param segment its elements, dense
   * @param offset bytes from the start of the segment
   */
  public void read(int parameter, MemorySegment segment, long offset) {
    ScalarPort port = graph.parameter(parameter);
    int size = port.size();
    int place = port.place();
    switch (port.dtype()) {
      case F32 -> {
        for (int i = 0; i < size; i++) {
          floats[place + i] = segment.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
        }
      }
      case F64 -> {
        for (int i = 0; i < size; i++) {
          doubles[place + i] = segment.get(ValueLayout.JAVA_DOUBLE, offset + 8L * i);
        }
      }
      case BF16 -> {
        for (int i = 0; i < size; i++) {
          short bits = segment.get(ValueLayout.JAVA_SHORT, offset + 2L * i);
          floats[place + i] = BFloat16.toFloat(bits);
        }
      }
      case I32 -> {
        for (int i = 0; i < size; i++) {
          ints[place + i] = segment.get(ValueLayout.JAVA_INT, offset + 4L * i);
        }
      }
      case I64 -> {
        for (int i = 0; i < size; i++) {
          longs[place + i] = segment.get(ValueLayout.JAVA_LONG, offset + 8L * i);
        }
      }
      case BOOL -> {
        for (int i = 0; i < size; i++) {
          ints[place + i] = segment.get(ValueLayout.JAVA_BYTE, offset + i) != 0 ? 1 : 0;
        }
      }
    }
  }

  /** Computes all results from the arguments. */
  public void run() {
    kernel.run(ints, longs, floats, doubles);
  }

  /**
   * Copies a result out.
   *
   * @param segment takes its elements, dense
   * @param offset bytes from the start of the segment
   */
  public void write(int result, MemorySegment segment, long offset) {
    ScalarPort port = graph.result(result);
    int size = port.size();
    int place = port.place();
    switch (port.dtype()) {
      case F32 -> {
        for (int i = 0; i < size; i++) {
          segment.set(ValueLayout.JAVA_FLOAT, offset + 4L * i, floats[place + i]);
        }
      }
      case F64 -> {
        for (int i = 0; i < size; i++) {
          segment.set(ValueLayout.JAVA_DOUBLE, offset + 8L * i, doubles[place + i]);
        }
      }
      case BF16 -> {
        for (int i = 0; i < size; i++) {
          short bits = BFloat16.fromFloat(floats[place + i]);
          segment.set(ValueLayout.JAVA_SHORT, offset + 2L * i, bits);
        }
      }
      case I32 -> {
        for (int i = 0; i < size; i++) {
          segment.set(ValueLayout.JAVA_INT, offset + 4L * i, ints[place + i]);
        }
      }
      case I64 -> {
        for (int i = 0; i < size; i++) {
          segment.set(ValueLayout.JAVA_LONG, offset + 8L * i, longs[place + i]);
        }
      }
      case BOOL -> {
        for (int i = 0; i < size; i++) {
          segment.set(ValueLayout.JAVA_BYTE, offset + i, (byte) ints[place + i]);
        }
      }
    }
  }
}

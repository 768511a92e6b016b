package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.kernels.RowLoop;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * A kernel that was generated for a {@link LoopBody}: an instance of a class of its own, which is
 * unloaded when nothing refers to the kernel any more.
 */
public final class GeneratedKernel implements LoopKernel {
  private final LoopBody body;
  private final int lanes;
  private final String name;
  private final byte[] classFile;
  private final Map<String, Integer> methodSizes;
  private final IntToLongFunction scratchBytes;
  private final OperandBounds bounds;
  private final RowLoop loop;

  GeneratedKernel(
      LoopBody body,
      int lanes,
      String name,
      byte[] classFile,
      Map<String, Integer> methodSizes,
      IntToLongFunction scratchBytes,
      RowLoop loop) {
    this.body = body;
    this.lanes = lanes;
    this.name = name;
    this.classFile = classFile;
    this.methodSizes = methodSizes;
    this.scratchBytes = scratchBytes;
    this.bounds = new OperandBounds(body, lanes);
    this.loop = loop;
  }

  /** What it computes. */
  public LoopBody body() {
    return body;
  }

  /** The number of lanes of all its vectors. */
  public int lanes() {
    return lanes;
  }

  /** The binary name of its class, without what the JVM appends to the names of hidden classes. */
  public String name() {
    return name;
  }

  /** The class file, a copy: what {@code javap} reads. */
  public byte[] classFile() {
    return classFile.clone();
  }

  /** Bytes of bytecode of each method by name, in the class file's order. */
  public Map<String, Integer> methodSizes() {
    return methodSizes;
  }

  /** The class, to see when it is unloaded. */
  Class<?> loopClass() {
    return loop.getClass();
  }

  @Override
  public long scratchBytes(int n) {
    return scratchBytes.applyAsLong(n);
  }

  /**
   * {@inheritDoc}
   *
   * <p>What lies outside a segment is refused as {@link OperandBounds#require} says. The memory has
   * to stay allocated until the call returns: it is accessed by address.
   */
  @Override
  public void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch) {
    bounds.require(segments, at, step, rows, n, scratch, scratchBytes(n));
    try {
      loop.run(segments, at, step, rows, n, scratch);
    } finally {
      // An address keeps no automatic arena from being freed.
      Reference.reachabilityFence(segments);
      Reference.reachabilityFence(scratch);
    }
  }

  /**
   * Has calls go through their motions without vector code, or ends that: what is written then
   * means nothing. The just-in-time compilers count calls, so this makes them take notice of the
   * kernel in a hundredth of the time. Only for a kernel that nobody else runs yet.
   */
  public void rehearse(boolean on) {
    loop.rehearse(on);
  }

  @Override
  public String toString() {
    return name;
  }
}

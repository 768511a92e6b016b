package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A random gather or scatter in XLA's general form, and where its definition puts each element. */
final class WindowProblem {
  private enum Role {
    OFFSET,
    COLLAPSED,
    BATCHING
  }

  final long[] operandExtents;
  final long[] indicesExtents;
  final long[] windowsExtents;
  final long[] sliceSizes;
  final ElementType indexType;
  final WindowDimensions dimensions;
  private final int[] offsetDims;
  private final int[] offsetAxes;
  private final int[] batchDims;
  private final int[] operandBatching;
  private final int[] indicesBatching;
  private final int[] startIndexMap;

  WindowProblem(SplittableRandom random) {
    int rank = 1 + random.nextInt(4);
    operandExtents = new long[rank];
    sliceSizes = new long[rank];
    Role[] roles = new Role[rank];
    for (int axis = 0; axis < rank; axis++) {
      operandExtents[axis] = 1L + random.nextInt(axis == rank - 1 ? 40 : 5);
      roles[axis] = Role.values()[random.nextInt(3)];
      sliceSizes[axis] = roles[axis] == Role.OFFSET ? 1 + random.nextLong(operandExtents[axis]) : 1;
    }
    if (random.nextInt(15) == 0 && roles[0] == Role.OFFSET) {
      sliceSizes[0] = 0;
    }
    operandBatching = with(roles, Role.BATCHING);
    offsetAxes = with(roles, Role.OFFSET);
    int free = random.nextInt(3);
    int positions = free + operandBatching.length;
    indicesExtents = new long[positions + 1];
    for (int axis = 0; axis < positions; axis++) {
      indicesExtents[axis] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(6);
    }
    int[] order = RandomShapes.permutation(random, positions);
    indicesBatching = Arrays.copyOf(order, operandBatching.length);
    for (int k = 0; k < operandBatching.length; k++) {
      indicesExtents[indicesBatching[k]] = operandExtents[operandBatching[k]];
    }
    int[] mixed = RandomShapes.permutation(random, rank);
    startIndexMap =
        Arrays.stream(mixed)
            .filter(axis -> roles[axis] != Role.BATCHING && random.nextInt(4) > 0)
            .toArray();
    indicesExtents[positions] = startIndexMap.length;
    int[] places = RandomShapes.permutation(random, positions + offsetAxes.length);
    offsetDims = Arrays.copyOf(places, offsetAxes.length);
    Arrays.sort(offsetDims);
    batchDims =
        IntStream.range(0, places.length)
            .filter(dim -> Arrays.binarySearch(offsetDims, dim) < 0)
            .toArray();
    windowsExtents = new long[places.length];
    for (int k = 0; k < offsetDims.length; k++) {
      windowsExtents[offsetDims[k]] = sliceSizes[offsetAxes[k]];
    }
    for (int k = 0; k < batchDims.length; k++) {
      windowsExtents[batchDims[k]] = indicesExtents[k];
    }
    indexType = random.nextBoolean() ? ElementType.I32 : ElementType.I64;
    dimensions =
        WindowDimensions.of(
            offsetDims,
            with(roles, Role.COLLAPSED),
            operandBatching,
            indicesBatching,
            startIndexMap);
  }

  private static int[] with(Role[] roles, Role role) {
    return IntStream.range(0, roles.length).filter(axis -> roles[axis] == role).toArray();
  }

  /** Random starts; one in {@code strays} does not fit, none if it is 0. */
  MemorySegment indices(Arena arena, SplittableRandom random, int strays) {
    long count = RandomShapes.count(indicesExtents);
    MemorySegment indices = arena.allocate(count * indexType.byteWidth(), 8);
    for (long i = 0; i < count; i++) {
      int axis = startIndexMap[(int) (i % startIndexMap.length)];
      long last = operandExtents[axis] - sliceSizes[axis];
      boolean stray = strays > 0 && random.nextInt(strays) == 0;
      long start = random.nextLong(last + 1);
      if (stray) {
        start = random.nextBoolean() ? -1 - random.nextInt(9) : last + 1 + random.nextInt(9);
      }
      TypedValues.put(indexType, indices, 0, i, (double) start);
    }
    return indices;
  }

  /**
   * The operand element that belongs to an element of the array of windows, by the definition of
   * XLA's Gather, or -1 if its window does not fit.
   */
  long operandElement(long[] index, MemorySegment indices, boolean clip) {
    long[] at = new long[operandExtents.length];
    long[] vector = new long[indicesExtents.length];
    for (int k = 0; k < batchDims.length; k++) {
      vector[k] = index[batchDims[k]];
    }
    boolean fits = true;
    long[] strides = RandomShapes.rowMajor(indicesExtents);
    for (int k = 0; k < startIndexMap.length; k++) {
      vector[vector.length - 1] = k;
      int axis = startIndexMap[k];
      long last = operandExtents[axis] - sliceSizes[axis];
      long start = (long) TypedValues.get(indexType, indices, 0, RandomShapes.dot(vector, strides));
      fits &= start >= 0 && start <= last;
      at[axis] = Math.clamp(start, 0L, last);
    }
    for (int k = 0; k < operandBatching.length; k++) {
      at[operandBatching[k]] = vector[indicesBatching[k]];
    }
    for (int k = 0; k < offsetDims.length; k++) {
      at[offsetAxes[k]] += index[offsetDims[k]];
    }
    return fits || clip ? RandomShapes.dot(at, RandomShapes.rowMajor(operandExtents)) : -1;
  }

  @Override
  public String toString() {
    return "operand "
        + Arrays.toString(operandExtents)
        + ", indices "
        + Arrays.toString(indicesExtents)
        + ", windows "
        + Arrays.toString(windowsExtents)
        + ", sizes "
        + Arrays.toString(sliceSizes)
        + ", "
        + dimensions;
  }
}

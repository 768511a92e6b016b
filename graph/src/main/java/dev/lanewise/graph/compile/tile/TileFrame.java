package dev.lanewise.graph.compile.tile;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the places of a program lie in one call. Each thread has one frame, since a call must not
 * allocate.
 */
final class TileFrame {
  private static final ThreadLocal<TileFrame> FRAMES = ThreadLocal.withInitial(TileFrame::new);

  private @Nullable MemorySegment[] segments = {};
  private long[] addresses = {};

  private TileFrame() {}

  static TileFrame ofThread() {
    return FRAMES.get();
  }

  /**
   * Finds all places for the first row.
   *
   * @param operands where each operand lies
   * @param at byte offset of each operand's first element
   * @param room the number of elements that row buffers have room for
   */
  void open(Place[] places, MemorySegment[] operands, long[] at, long room, MemorySegment scratch) {
    if (addresses.length < places.length) {
      segments = new MemorySegment[2 * places.length];
      addresses = new long[2 * places.length];
    }
    for (int p = 0; p < places.length; p++) {
      Place place = places[p];
      int k = place.operand();
      segments[p] = k < 0 ? scratch : operands[k];
      addresses[p] = k < 0 ? place.offset() + place.perElement() * room : at[k];
    }
  }

  /**
   * Moves on to the next row.
   *
   * @param step bytes from one row to the next of each operand
   */
  void nextRow(Place[] places, long[] step) {
    for (int p = 0; p < places.length; p++) {
      if (places[p].perRow()) {
        addresses[p] += step[places[p].operand()];
      }
    }
  }

  /** Forgets the segments, so that the frame does not keep their memory. */
  void close(Place[] places) {
    Arrays.fill(segments, 0, places.length, null);
  }

  MemorySegment segment(int place) {
    MemorySegment segment = segments[place];
    if (segment == null) {
      throw new IllegalStateException("[tile] a place outside a call");
    }
    return segment;
  }

  long address(int place) {
    return addresses[place];
  }
}

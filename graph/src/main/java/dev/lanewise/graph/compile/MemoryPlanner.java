package dev.lanewise.graph.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides where every buffer of a schedule lies. Parameters lie in the arguments. A result lies in
 * its own array, or, if an argument is donated to it, in that argument's memory, provided that no
 * kernel still needs the old elements when the result's first kernel writes; otherwise it is
 * computed in the slab and moved at the end. All else shares the slab: two buffers that live at the
 * same time do not overlap, except that an elementwise result may take the place of an operand that
 * is read there for the last time.
 *
 * <p>Offsets are found first-fit, the largest buffers first.
 */
final class MemoryPlanner {
  /** Of every buffer in bytes. */
  static final long ALIGNMENT = 64;

  private static final int NONE = -1;

  /** Where a buffer that must be moved to its donor's memory at the end comes from and goes to. */
  record Move(Buffer from, Buffer to) {}

  /**
   * What was decided, beside the places of the buffers themselves.
   *
   * @param slabBytes the size of the slab
   * @param constantBytes the size of the constants
   * @param moves copies to make after the last kernel
   */
  record Plan(long slabBytes, long constantBytes, List<Move> moves) {}

  /** The kernels between which a buffer is live: from its first write to its last use. */
  private static final class Life {
    int first = NONE;
    int last = NONE;

    void use(int kernel) {
      last = Math.max(last, kernel);
    }

    void write(int kernel) {
      first = first == NONE ? kernel : first;
      use(kernel);
    }
  }

  /** One place in the slab, taken by one buffer or by several in turn. */
  private static final class Region {
    final long bytes;
    final int first;
    int last;
    long offset;
    final List<Buffer> buffers = new ArrayList<>();

    Region(Buffer buffer, Life life) {
      this.bytes = buffer.paddedBytes();
      this.first = life.first;
      this.last = life.last;
      buffers.add(buffer);
    }

    boolean meets(Region other) {
      return first <= other.last && other.first <= last;
    }
  }

  private final Schedule schedule;
  private final int[] donorOfResult;
  private final Map<Buffer, Life> lives = new HashMap<>();
  private final List<Move> moves = new ArrayList<>();

  private MemoryPlanner(Schedule schedule, int[] donorOfResult) {
    this.schedule = schedule;
    this.donorOfResult = donorOfResult;
  }

  /**
   * Places all buffers of a schedule.
   *
   * @param donorOfResult for each result the parameter donated to it, or -1
   */
  static Plan plan(Schedule schedule, int[] donorOfResult) {
    return new MemoryPlanner(schedule, donorOfResult).plan();
  }

  /** Rounds up to a multiple of {@link #ALIGNMENT}. */
  static long pad(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private Plan plan() {
    measureLives();
    for (int i = 0; i < schedule.parameters().size(); i++) {
      schedule.parameters().get(i).put(Buffer.Place.ARGUMENT, i, 0);
    }
    long constantBytes = placeConstants();
    placeResults();
    List<Region> regions = regions();
    long slabBytes = placeRegions(regions);
    return new Plan(slabBytes, constantBytes, List.copyOf(moves));
  }

  private Life life(Buffer buffer) {
    return lives.computeIfAbsent(buffer, _ -> new Life());
  }

  private void measureLives() {
    for (int k = 0; k < schedule.calls().size(); k++) {
      KernelCall call = schedule.calls().get(k);
      for (Buffer buffer : call.reads()) {
        life(buffer).use(k);
      }
      for (Buffer buffer : call.writes()) {
        life(buffer).write(k);
      }
    }
  }

  private long placeConstants() {
    long end = 0;
    for (Schedule.Constant constant : schedule.constants()) {
      constant.buffer().put(Buffer.Place.CONSTANT, 0, end);
      end += constant.buffer().paddedBytes();
    }
    return end;
  }

  private void placeResults() {
    int end = schedule.calls().size();
    for (int j = 0; j < schedule.results().size(); j++) {
      Buffer result = schedule.results().get(j);
      if (donorOfResult[j] == NONE) {
        result.put(Buffer.Place.RESULT, j, 0);
        continue;
      }
      Buffer donor = schedule.parameters().get(donorOfResult[j]);
      if (result != donor && mayTakeOver(result, donor)) {
        result.put(Buffer.Place.ARGUMENT, donorOfResult[j], 0);
      } else if (result != donor) {
        life(result).use(end);
        moves.add(new Move(result, donor));
      }
    }
  }

  /** Whether nobody needs the donor's elements any more when the result is first written. */
  private boolean mayTakeOver(Buffer result, Buffer donor) {
    int written = life(result).first;
    int read = life(donor).last;
    return read < written
        || (read == written && maySitOn(schedule.calls().get(written), result, donor));
  }

  private static boolean maySitOn(KernelCall call, Buffer written, Buffer read) {
    return written.bytes() == read.bytes() && call.mayOverwrite(written, read);
  }

  /** The places needed in the slab, where one buffer after another may use the same. */
  private List<Region> regions() {
    Map<Buffer, Region> regions = new HashMap<>();
    List<Region> distinct = new ArrayList<>();
    for (int k = 0; k < schedule.calls().size(); k++) {
      KernelCall call = schedule.calls().get(k);
      for (Buffer buffer : call.writes()) {
        if (buffer.isPlaced() || regions.containsKey(buffer)) {
          continue;
        }
        Region region = inherit(call, k, buffer, regions);
        if (region == null) {
          region = new Region(buffer, life(buffer));
          distinct.add(region);
        } else {
          region.buffers.add(buffer);
          region.last = life(buffer).last;
        }
        regions.put(buffer, region);
      }
    }
    return distinct;
  }

  /** The region of an operand that dies here and may be overwritten, or null. */
  private @Nullable Region inherit(
      KernelCall call, int k, Buffer buffer, Map<Buffer, Region> regions) {
    for (Buffer read : call.reads()) {
      Region region = regions.get(read);
      if (region != null
          && life(read).last == k
          && region.buffers.getLast() == read
          && maySitOn(call, buffer, read)) {
        return region;
      }
    }
    return null;
  }

  /** First-fit, largest first; returns the size of the slab. */
  private static long placeRegions(List<Region> regions) {
    List<Region> bySize = new ArrayList<>(regions);
    bySize.sort(Comparator.comparingLong((Region r) -> r.bytes).reversed());
    List<Region> byOffset = new ArrayList<>();
    long slab = 0;
    for (Region region : bySize) {
      long offset = 0;
      for (Region placed : byOffset) {
        if (placed.meets(region)) {
          if (placed.offset - offset >= region.bytes) {
            break;
          }
          offset = Math.max(offset, placed.offset + placed.bytes);
        }
      }
      region.offset = offset;
      int at = 0;
      while (at < byOffset.size() && byOffset.get(at).offset <= offset) {
        at++;
      }
      byOffset.add(at, region);
      slab = Math.max(slab, offset + region.bytes);
      for (Buffer buffer : region.buffers) {
        buffer.put(Buffer.Place.SLAB, 0, offset);
      }
    }
    return slab;
  }
}

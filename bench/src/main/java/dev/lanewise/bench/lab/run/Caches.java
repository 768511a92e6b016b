package dev.lanewise.bench.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of the processor's data caches, which tell what working sets to measure.
 *
 * @param l1 bytes
 * @param l2 bytes
 * @param l3 bytes
 */
public record Caches(long l1, long l2, long l3) {
  private static final Path SYSTEM = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /** Where the system does not say: the sizes that servers of the last ten years have at least. */
  private static final Caches USUAL = new Caches(32L << 10, 1L << 20, 32L << 20);

  /** No working set is larger: three operands of it fit into any machine that measures. */
  private static final long MOST = 256L << 20;

  private static final long MOST_IN_L3 = 16L << 20;

  /** Asks the system; where it does not say, takes what is usual. */
  public static Caches ofThisMachine() {
    return read(SYSTEM);
  }

  static Caches read(Path folder) {
    try {
      return new Caches(
          size(folder, 1, USUAL.l1), size(folder, 2, USUAL.l2), size(folder, 3, USUAL.l3));
    } catch (IOException | NumberFormatException e) {
      return USUAL;
    }
  }

  private static long size(Path folder, int level, long otherwise) throws IOException {
    for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
      Path cache = folder.resolve("index" + index);
      boolean data = !Files.readString(cache.resolve("type")).strip().equals("Instruction");
      if (data && Files.readString(cache.resolve("level")).strip().equals("" + level)) {
        String size = Files.readString(cache.resolve("size")).strip();
        long unit = size.endsWith("M") ? 1L << 20 : size.endsWith("K") ? 1L << 10 : 1;
        return Long.parseLong(size.replaceAll("[KM]$", "")) * unit;
      }
    }
    return otherwise;
  }

  /**
   * Bytes to work on, one for each level: powers of two, so that results of different machines can
   * be put side by side, at most half of the cache, and twice the last cache for the memory. A last
   * cache may be shared with others, so no more of it is used than is likely to be ours.
   */
  public List<Long> workingSets() {
    List<Long> sets = new ArrayList<>();
    sets.add(Long.highestOneBit(l1 / 2));
    sets.add(Long.highestOneBit(l2 / 2));
    sets.add(Math.min(MOST_IN_L3, Long.highestOneBit(l3 / 2)));
    sets.add(Math.clamp(Long.highestOneBit(2 * l3), 64L << 20, MOST));
    return sets;
  }

  /** Where a working set lies: L1, L2, L3 or memory. */
  public String level(double bytes) {
    return bytes <= l1 ? "L1" : bytes <= l2 ? "L2" : bytes <= l3 ? "L3" : "memory";
  }
}

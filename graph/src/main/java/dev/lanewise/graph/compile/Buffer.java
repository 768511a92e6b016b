package dev.lanewise.graph.compile;

/**
 * A dense piece of memory that kernels read and write. Where it lies is decided by the {@link
 * MemoryPlanner}, after which it never changes.
 */
final class Buffer {
  /** What kind of memory a buffer lies in. */
  enum Place {
    /** Not decided yet. */
    UNPLACED,
    /** The slab of the running step. */
    SLAB,
    /** The constants of the program. */
    CONSTANT,
    /** An argument; also a result that takes a donated argument's memory. */
    ARGUMENT,
    /** A result array. */
    RESULT
  }

  private final String label;
  private final long bytes;
  private Place place = Place.UNPLACED;
  private int index;
  private long offset;

  /**
   * @param label what it holds, for people
   * @param bytes its size; may be 0
   */
  Buffer(String label, long bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /**
   * Decides where the buffer lies: the place, which argument or result, and bytes from its start.
   */
  void put(Place place, int index, long offset) {
    this.place = place;
    this.index = index;
    this.offset = offset;
  }

  String label() {
    return label;
  }

  long bytes() {
    return bytes;
  }

  /** The bytes taken in a slab: a multiple of 64. */
  long paddedBytes() {
    return MemoryPlanner.pad(bytes);
  }

  Place place() {
    return place;
  }

  boolean isPlaced() {
    return place != Place.UNPLACED;
  }

  /** Which argument or result. */
  int index() {
    return index;
  }

  long offset() {
    return offset;
  }

  /** Where it lies, for example {@code slab+128}; empty if that is not decided. */
  String placeText() {
    return switch (place) {
      case UNPLACED -> "";
      case SLAB -> "slab+" + offset;
      case CONSTANT -> "const+" + offset;
      case ARGUMENT -> "arg" + index;
      case RESULT -> "result" + index;
    };
  }

  /** For example {@code %3 slab+128}. */
  @Override
  public String toString() {
    return isPlaced() ? label + " " + placeText() : label;
  }
}

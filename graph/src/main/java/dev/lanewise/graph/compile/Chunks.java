package dev.lanewise.graph.compile;

/**
 * How work is cut into chunks: by its size alone, never by the number of threads, so that results
 * do not depend on it.
 *
 * @param total the units of work
 * @param size the units of a chunk; the last may have fewer
 */
record Chunks(long total, long size) {
  /** Up to this many bytes are moved or reduced in one chunk: some 10 us of work. */
  private static final long SMALL_BYTES = 256 << 10;

  private static final long CHUNK_BYTES = 128 << 10;

  /** Everything in one chunk up to a limit, from there on in chunks of a fixed size. */
  static Chunks above(long limit, long total, long size) {
    return new Chunks(total, total <= limit ? Math.max(total, 1) : size);
  }

  /** Units that read or write so many bytes together, in chunks of about 128 KB. */
  static Chunks byBytes(long units, long bytes) {
    boolean whole = bytes <= SMALL_BYTES || units <= 1;
    double perUnit = (double) bytes / Math.max(units, 1);
    return new Chunks(units, Math.max(1, whole ? units : (long) (CHUNK_BYTES / perUnit)));
  }

  /** Elements of a width, in chunks of 128 KB. */
  static Chunks ofBytes(long bytes, int width) {
    return above(SMALL_BYTES / width, bytes / width, CHUNK_BYTES / width);
  }

  int count() {
    return Math.toIntExact(Math.ceilDiv(total, size));
  }

  long from(int chunk) {
    return chunk * size;
  }

  long to(int chunk) {
    return Math.min(total, (chunk + 1) * size);
  }

  long length(int chunk) {
    return to(chunk) - from(chunk);
  }
}

package dev.lanewise.bench.compare;

/**
 * What a turn of one candidate came to.
 *
 * @param nanos the time of a step, the median of the turn's samples
 * @param heapBytes what a step allocates on the JVM's heap, in all threads
 */
public record Turn(double nanos, double heapBytes) {}

package dev.lanewise.bench.workload;

/**
 * What a step has to do, however it is done.
 *
 * @param elements of the tensor that the work is about
 * @param bytes that come from and go to memory if every input is read once, every result is written
 *     once and all else stays in cache
 * @param flops the arithmetic operations of the textbook formula; a transcendental function counts
 *     as one
 */
public record Cost(long elements, long bytes, double flops) {}

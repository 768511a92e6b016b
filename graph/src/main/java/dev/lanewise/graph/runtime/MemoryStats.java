package dev.lanewise.graph.runtime;

/**
 * The engine's native memory at one moment, in bytes unless said otherwise.
 *
 * @param inUse held by arrays, constants and workspaces, padding included
 * @param cached free, kept for reuse
 * @param peak the largest {@code inUse} since the start or the last {@link Memory#resetPeak()}
 * @param budget the most that {@code inUse + cached} may reach
 * @param allocations how many times memory was asked of the operating system
 * @param blocksTaken how many times a block was handed out, cached or new
 */
public record MemoryStats(
    long inUse, long cached, long peak, long budget, long allocations, long blocksTaken) {}

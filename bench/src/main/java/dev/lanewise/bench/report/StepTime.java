package dev.lanewise.bench.report;

/**
 * A step of a program that has just been started.
 *
 * @param endSeconds when it ended, since the start of the JVM
 * @param seconds how long it took
 */
public record StepTime(double endSeconds, double seconds) {}

package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;

/**
 * One pass that changed a graph.
 *
 * @param round how often all passes had been run before, from 0
 * @param pass the name of the pass
 * @param before the graph that it was given
 * @param after the graph that it made
 * @param nanos the time that it took
 */
public record PassStep(int round, String pass, Graph before, Graph after, long nanos) {}

package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;

/**
 * A value that goes through memory, or is computed twice, on its way to a consumer.
 *
 * @param value what is written and read
 * @param consumer a node that uses it
 * @param reason why both are not one loop
 */
public record Boundary(Value value, Node consumer, String reason) {}

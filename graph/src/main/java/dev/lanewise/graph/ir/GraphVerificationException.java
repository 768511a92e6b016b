package dev.lanewise.graph.ir;

import org.jspecify.annotations.Nullable;

/**
 * A graph is not well formed: a fault of the code that made it, never of its user. The message
 * names the graph, the pass that made it, and the node; the same facts are fields.
 */
public final class GraphVerificationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final String graph;
  private final @Nullable String pass;
  private final transient @Nullable Node node;

  GraphVerificationException(
      String graph, @Nullable String pass, @Nullable Node node, String detail) {
    super(
        "[verify] graph '%s'%s%s: %s"
            .formatted(
                graph,
                pass == null ? "" : " after " + pass,
                node == null ? "" : ", node " + node,
                detail));
    this.graph = graph;
    this.pass = pass;
    this.node = node;
  }

  /** The name of the graph. */
  public String graph() {
    return graph;
  }

  /** The pass that made the graph, or null if none was named. */
  public @Nullable String pass() {
    return pass;
  }

  /** The node at fault, or null if it is the graph's parameters or results. */
  public @Nullable Node node() {
    return node;
  }
}

package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Node;
import org.jspecify.annotations.Nullable;

/** Why nodes cannot share a loop. Thrown often while regions are tried, so without a trace. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Node view;

  Refusal(String reason) {
    this(reason, null);
  }

  /**
   * A refusal for the way in which a value is looked at.
   *
   * @param view the view that would have to be written to memory first
   */
  Refusal(String reason, @Nullable Node view) {
    super(reason, null, false, false);
    this.view = view;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  @Nullable Node view() {
    return view;
  }
}

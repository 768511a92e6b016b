package dev.lanewise.graph.runtime;

/** Whom a block goes back to when nobody uses it any more. */
interface BlockOwner {
  /**
   * Takes a block back, or the part of it that one storage had, which nobody may use from now on.
   * Any thread may call this.
   */
  void give(Block block);
}

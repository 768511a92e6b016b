package dev.lanewise.graph.compile.scalar;

import java.util.Arrays;

/** The local variables of a method: which are free, lowest first. */
final class LocalSlots {
  private static final int NONE = -1;

  /** Free ones of one and of two slots, as stacks. */
  private final IntStack single = new IntStack();

  private final IntStack pairs = new IntStack();
  private int next;

  LocalSlots(int first) {
    this.next = first;
  }

  /** Takes a variable of one or two slots. */
  int take(int size) {
    int free = (size == 1 ? single : pairs).pop();
    if (free == NONE) {
      free = next;
      next += size;
    }
    return free;
  }

  /** Makes a variable free again. */
  void give(int slot, int size) {
    (size == 1 ? single : pairs).push(slot);
  }

  private static final class IntStack {
    private int[] values = new int[16];
    private int size;

    void push(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    int pop() {
      return size == 0 ? NONE : values[--size];
    }
  }
}

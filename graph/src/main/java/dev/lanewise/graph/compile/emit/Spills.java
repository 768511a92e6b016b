package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.emit.Instruction.Load;
import dev.lanewise.graph.compile.emit.Instruction.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives the values that pass between the pieces of one stage their slots, and reuses these. */
final class Spills {
  private Spills() {}

  /** Returns the pieces with every {@link Place.Spill} at its slot. */
  static List<Piece> resolve(List<Piece> pieces, ScratchLayout layout) {
    Map<Integer, Integer> lastUse = new HashMap<>();
    for (int p = 0; p < pieces.size(); p++) {
      for (Instruction instruction : pieces.get(p).instructions()) {
        if (instruction instanceof Load(int value, Place.Spill _)) {
          lastUse.put(value, p);
        }
      }
    }
    Map<Integer, Place.Passed> slots = new HashMap<>();
    Deque<Integer> free = new ArrayDeque<>();
    Map<Integer, Integer> indices = new HashMap<>();
    int count = 0;
    List<Piece> resolved = new ArrayList<>();
    for (int p = 0; p < pieces.size(); p++) {
      List<Instruction> instructions = new ArrayList<>();
      for (Instruction instruction : pieces.get(p).instructions()) {
        switch (instruction) {
          case Store(int value, Place.Spill _) -> {
            int index = free.isEmpty() ? count++ : free.pop();
            indices.put(value, index);
            slots.put(value, new Place.Passed(layout.spill(index)));
            instructions.add(new Store(value, slots.get(value)));
          }
          case Load(int value, Place.Spill _) ->
              instructions.add(new Load(value, slots.get(value)));
          case Instruction other -> instructions.add(other);
        }
      }
      resolved.add(new Piece(pieces.get(p).name(), instructions, pieces.get(p).form()));
      for (Map.Entry<Integer, Integer> entry : indices.entrySet()) {
        if (lastUse.getOrDefault(entry.getKey(), -1) == p) {
          free.push(entry.getValue());
        }
      }
    }
    return resolved;
  }
}

package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.emit.Instruction.Combine;
import dev.lanewise.graph.compile.emit.Instruction.Compute;
import dev.lanewise.graph.compile.emit.Instruction.Load;
import dev.lanewise.graph.compile.emit.Instruction.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Straight-line code for one vector: one static method of a generated kernel, small enough for the
 * just-in-time compilers. Every read comes before every write.
 *
 * @param name the method's name
 * @param instructions what it does, in order
 * @param form how many vectors a call computes
 */
record Piece(String name, List<Instruction> instructions, Form form) {
  Piece {
    instructions = List.copyOf(instructions);
  }

  private Stream<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Load load -> places.add(load.from());
        case Store store -> places.add(store.to());
        case Combine combine -> places.add(combine.into());
        case Compute _ -> {}
      }
    }
    return places.stream();
  }

  /** The operands that it touches: for each it takes a segment and a byte offset. */
  List<Integer> operands() {
    return places()
        .filter(Place.Operand.class::isInstance)
        .map(place -> ((Place.Operand) place).index())
        .distinct()
        .sorted()
        .toList();
  }

  /** The row buffers that it touches: for each it takes a byte offset in scratch. */
  List<Integer> buffers() {
    return places()
        .filter(Place.Buffer.class::isInstance)
        .map(place -> ((Place.Buffer) place).index())
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether it takes the index of its first element in the row. */
  boolean walks() {
    return form.loops() || places().anyMatch(Place::walks);
  }

  /** Whether it takes the number of the accumulator whose turn it is, in elements. */
  boolean takesTurns() {
    return places().anyMatch(Place.Accumulator.class::isInstance);
  }
}

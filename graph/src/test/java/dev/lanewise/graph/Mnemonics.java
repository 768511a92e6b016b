package dev.lanewise.graph;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Unary;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of all operations, so that a test can tell that it has seen every one. */
public final class Mnemonics {
  /** All of them. */
  public static final Set<String> ALL =
      Stream.concat(
              Stream.<Op[]>of(Unary.values(), Binary.values(), Comparison.values())
                  .flatMap(Arrays::stream)
                  .map(Op::mnemonic),
              Stream.of(
                  "polygamma",
                  "select",
                  "clamp",
                  "convert",
                  "iota",
                  "constant",
                  "broadcastInDim",
                  "reshape",
                  "transpose",
                  "slice",
                  "pad",
                  "concat",
                  "reverse",
                  "dynamicSlice",
                  "dynamicUpdateSlice",
                  "reduceSum",
                  "reduceProd",
                  "reduceMax",
                  "reduceMin",
                  "reduceAnd",
                  "reduceOr",
                  "argMax",
                  "argMin",
                  "dotGeneral",
                  "convolution",
                  "convolutionInputGradient",
                  "convolutionFilterGradient",
                  "reduceWindow",
                  "selectAndScatter",
                  "selectAndGather",
                  "gather",
                  "scatterAdd",
                  "randomBits"))
          .collect(Collectors.toUnmodifiableSet());

  private Mnemonics() {}
}

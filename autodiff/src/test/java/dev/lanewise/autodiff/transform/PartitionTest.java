package dev.lanewise.autodiff.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionTest {
  static List<OpCases.Row> rows() {
    return OpCases.all();
  }

  /** The gradient of every operation, cut between primals and cotangents, and run in two halves. */
  @ParameterizedTest
  @MethodSource("rows")
  void halvesTogetherGiveTheWhole(OpCases.Row row) {
    Graph whole = Differentiation.vjp(row.graph(), row.active());
    SplittableRandom random = new SplittableRandom(7);
    List<Literal> early = row.draw(random);
    List<Literal> late = new ArrayList<>();
    whole
        .parameters()
        .subList(early.size(), whole.parameters().size())
        .forEach(
            parameter -> {
              double[] values = new double[(int) parameter.type().size()];
              Arrays.setAll(values, i -> random.nextDouble(-1, 1));
              late.add(Literal.ofReals(parameter.type(), values));
            });
    List<Literal> all = new ArrayList<>(early);
    all.addAll(late);
    List<Literal> expected = Interpreter.run(whole, all);

    Partition.Split split = Partition.split(whole, early.size());
    Verifier.verify(split.early());
    Verifier.verify(split.late());
    List<Literal> first = Interpreter.run(split.early(), early);
    int earlyResults = first.size() - split.residuals();
    List<Literal> arguments = new ArrayList<>(first.subList(earlyResults, first.size()));
    split.forwarded().stream().forEach(i -> arguments.add(early.get(i)));
    arguments.addAll(late);
    List<Literal> second = Interpreter.run(split.late(), arguments);

    List<Literal> joined = new ArrayList<>(first.subList(0, earlyResults));
    for (int k = 0; k < second.size(); k++) {
      joined.add(split.lateResults().get(k), second.get(k));
    }
    assertThat(joined).isEqualTo(expected);
  }
}

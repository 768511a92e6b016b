package dev.lanewise.autodiff.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanewise.autodiff.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schedules against PyTorch's, step by step. */
class ScheduleTest {
  /** One schedule with its options and the rates that PyTorch gave. */
  record Row(String scheduler, JsonNode options, double base, JsonNode rates) {
    @Override
    public String toString() {
      return scheduler + options;
    }

    Schedule schedule() {
      return switch (scheduler) {
        case "StepLR" -> Schedule.stepDecay(base, integer("step_size"), real("gamma"));
        case "MultiStepLR" -> {
          List<Integer> milestones = new ArrayList<>();
          options.get("milestones").forEach(step -> milestones.add(step.intValue()));
          yield Schedule.multiStep(
              base, real("gamma"), milestones.stream().mapToInt(step -> step).toArray());
        }
        case "ExponentialLR" -> Schedule.exponential(base, real("gamma"));
        case "CosineAnnealingLR" -> Schedule.cosine(base, real("eta_min"), integer("T_max"));
        case "CosineAnnealingWarmRestarts" ->
            Schedule.cosineWithRestarts(base, 0, integer("T_0"), integer("T_mult"));
        case "LinearLR" ->
            Schedule.linearWarmup(base, real("start_factor"), integer("total_iters"));
        case "ConstantLR" -> Schedule.constantWarmup(base, real("factor"), integer("total_iters"));
        case "PolynomialLR" -> Schedule.polynomial(base, integer("total_iters"), real("power"));
        case "OneCycleLR" -> Schedule.oneCycle(real("max_lr"), integer("total_steps"));
        case "CyclicLR" ->
            Schedule.triangular2(real("base_lr"), real("max_lr"), integer("step_size_up"));
        default -> throw new IllegalArgumentException("no schedule for " + scheduler);
      };
    }

    private int integer(String option) {
      return options.get(option).intValue();
    }

    private double real(String option) {
      return options.get(option).doubleValue();
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    new ObjectMapper()
        .readTree(ScheduleTest.class.getResourceAsStream("/cases/torch-train/schedulers.json"))
        .forEach(
            row ->
                rows.add(
                    new Row(
                        row.get("scheduler").textValue(),
                        row.get("options"),
                        row.get("base_lr").doubleValue(),
                        row.get("lr"))));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
    return rows;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void agreesWithPyTorch(Row row) {
    Schedule schedule = row.schedule();
    for (int step = 0; step < row.rates().size(); step++) {
      assertThat(schedule.rate(Tensor.scalar(step)).item())
          .as("%s, step %d", row, step)
          .isCloseTo(row.rates().get(step).doubleValue(), within(1e-12));
    }
  }
}

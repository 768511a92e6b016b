package dev.lanewise.bench.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntrinsicLogTest {
  private static final String LOAD =
      "    @ 29   jdk.internal.vm.vector.VectorSupport::load (38 bytes)   (intrinsic)";
  private static final String CALL =
      "    @ 9   jdk.internal.vm.vector.VectorSupport::binaryOp (34 bytes)   failed to inline:"
          + " failed to inline (intrinsic)";

  @Test
  void theLastCompilationByC2Counts() {
    List<IntrinsicLog.Method> methods =
        IntrinsicLog.read(
            List.of(
                "   1403  554 %     4       my.Kernel::run @ 26 (167 bytes)",
                "  ** missing constant: opr=RShiftI",
                LOAD,
                CALL,
                "   1467  549 %     3       my.Kernel::run @ 26 (167 bytes)   made not entrant",
                "   1494  555       4       my.Kernel::run (167 bytes)",
                LOAD,
                LOAD,
                "   1500  556       3       my.Kernel::other (9 bytes)"));
    assertThat(methods).containsExactly(new IntrinsicLog.Method("my.Kernel::run", 2, List.of()));
  }

  @Test
  void callsAreToldWithTheirReason() {
    List<IntrinsicLog.Method> methods =
        IntrinsicLog.read(
            List.of(
                "   1494  555   !   4       my.Kernel::run (167 bytes)",
                "  ** missing constant: opr=RShiftI",
                LOAD,
                CALL));
    assertThat(methods)
        .containsExactly(
            new IntrinsicLog.Method(
                "my.Kernel::run", 1, List.of("binaryOp (missing constant: opr=RShiftI)")));
  }

  @Test
  void theJdksOwnMethodsAndThoseWithoutVectorsAreLeftOut() {
    assertThat(
            IntrinsicLog.read(
                List.of(
                    "   10  1       4       jdk.incubator.vector.FloatVector::add (9 bytes)",
                    CALL,
                    "   11  2       4       my.Kernel::scalar (9 bytes)",
                    "    @ 4   java.util.Objects::checkIndex (7 bytes)   (intrinsic)")))
        .isEmpty();
  }
}

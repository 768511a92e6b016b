package dev.lanewise.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.workload.Size;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnServerTest {
  private static final TurnServer.Assignment ASSIGNMENT =
      new TurnServer.Assignment("scalar-expression", Size.SMALL, 1, 0.001);

  private static List<String> answers(Candidate candidate, String questions) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TurnServer.serve(
        ASSIGNMENT,
        OwnProcess.factory(candidate),
        new BufferedReader(new StringReader(questions)),
        new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void answersEachQuestionWithALine() throws IOException {
    List<String> own = answers(Candidate.LANEWISE, "turn\npeak\n");
    List<String> plain = answers(Candidate.PLAIN_JAVA, "peak\nturn\nturn\n");
    assertThat(own).hasSize(3);
    assertThat(plain).hasSize(4);
    assertThat(Fingerprint.parse(plain.getFirst().substring(TurnServer.READY.length())))
        .matches(
            Fingerprint.parse(own.getFirst().substring(TurnServer.READY.length()))::agreesWith);
    assertThat(Double.parseDouble(own.get(1).split(" ", -1)[0])).isPositive();
    assertThat(Long.parseLong(own.get(2))).isGreaterThanOrEqualTo(20);
    assertThat(Long.parseLong(plain.get(1))).isEqualTo(20);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> answers(Candidate.PLAIN_JAVA, "turn\nhello\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("[compare] asked for \"hello\"");
    assertThatThrownBy(() -> answers(Candidate.LIBTORCH, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAssignmentIsFourWords() {
    assertThat(TurnServer.Assignment.parse(ASSIGNMENT.words())).isEqualTo(ASSIGNMENT);
  }

  @Test
  void aProcessThatEndsSaysWhy() {
    String java = System.getProperty("java.home") + "/bin/java";
    assertThatThrownBy(() -> new ChildProcess("ours", List.of(java, "-XX:NoSuchFlag"), Map.of()))
        .isInstanceOf(ComparisonException.class)
        .hasMessageContaining("ours ended before its time:")
        .hasMessageContaining("NoSuchFlag");
    assertThatThrownBy(() -> new ChildProcess("ours", List.of(java, "--version"), Map.of()))
        .isInstanceOf(ComparisonException.class)
        .hasMessageContaining("ours said \"");
  }
}

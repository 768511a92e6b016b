package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceEventTest {
  private static final String NAME = "dev.lanewise.Trace";

  @TempDir Path folder;

  @Test
  void aTraceIsRecordedOnceForEachType() throws Exception {
    Tensor captured = Tensor.of(new float[100], 100);
    Fn<Tensor, List<Tensor>> function =
        Autodiff.compile((Tensor x) -> List.of(x.add(captured).exp(), x.neg()));
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(NAME).withThreshold(Duration.ZERO);
      recording.start();
      function.apply(Tensor.of(new float[100], 100));
      function.apply(Tensor.of(new float[100], 100));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals(NAME))
            .toList();
    assertThat(events).hasSize(1);
    RecordedEvent trace = events.getFirst();
    assertThat(trace.getString("graph")).isEqualTo("compile");
    assertThat(trace.getInt("nodes")).isEqualTo(3);
    assertThat(trace.getInt("parameters")).isEqualTo(2);
    assertThat(trace.getInt("captures")).isEqualTo(1);
    assertThat(trace.getInt("results")).isEqualTo(2);
    assertThat(trace.getDuration()).isPositive();
    assertThat(trace.getStackTrace().getFrames())
        .as("the user's line is on the stack")
        .anyMatch(frame -> frame.getMethod().getType().getName().equals(getClass().getName()));
  }

  @Test
  void nothingIsToldWhileNobodyListens() {
    assertThat(FlightRecording.trace()).isNull();
  }
}

package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"25.0.3", "25.0.4", "25.0.3-ea", "25.0.10", "25.1", "26", "26-ea", "27.0.1+3"})
  void acceptsNewJdks(String version) {
    assertThat(Main.isNewEnough(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25.0.2",
        "25.0.2.1",
        "25",
        "25-ea",
        "24.0.9",
        "21.0.5",
        "17.0.15",
        "11",
        "1.8.0_422",
        ""
      })
  void refusesOldJdks(String version) {
    assertThat(Main.isNewEnough(version)).isFalse();
  }
}

package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesEveryKindOfValueInOrder() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("text", "a \"b\"\n\u00e4 \u2028");
    members.put("int", 7);
    members.put("long", Long.MIN_VALUE);
    members.put("double", 0.1);
    members.put("true", true);
    members.put("none", null);
    members.put("list", List.of(1, List.of(), Map.of("x", 2.5)));
    assertThat(Json.object(members))
        .isEqualTo(
            "{\"text\":\"a \\\"b\\\"\\n\u00e4 \u2028\",\"int\":7,\"long\":-9223372036854775808,"
                + "\"double\":0.1,\"true\":true,\"none\":null,\"list\":[1,[],{\"x\":2.5}]}");
  }

  @Test
  void anotherParserReadsTheSameDoubles() throws IOException {
    double[] values = {Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1.0 / 3, 1e300, 123456789.125};
    for (double value : values) {
      ParsedJson read = ParsedJson.of(Json.object(Map.of("v", value)));
      assertThat(read.number("v")).isEqualTo(value);
    }
  }

  @Test
  void whatIsNotFiniteBecomesNull() {
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(Json.object(Map.of("v", value))).isEqualTo("{\"v\":null}");
    }
  }

  @Test
  void refusesWhatHasNoForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.object(Map.of("v", new Object())))
        .withMessage("[json] no form for java.lang.Object");
  }
}

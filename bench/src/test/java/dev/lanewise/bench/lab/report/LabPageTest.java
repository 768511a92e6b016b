package dev.lanewise.bench.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.lab.run.JmhText;
import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.bench.lab.suite.MathFunction;
import dev.lanewise.kernels.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabPageTest {
  private static final Caches CACHES = new Caches(32 << 10, 1 << 20, 32 << 20);

  private static final List<UlpTable> ERRORS =
      List.of(
          new UlpTable(
              MathFunction.EXP,
              ElementType.F32,
              77,
              Map.of(Contestant.LANEWISE, new UlpTable.Worst(1.25, -3))));

  @TempDir Path folder;

  private Findings findings() {
    LabFile file =
        JmhText.file(
            folder,
            JmhText.result("roofline.fma.f32", "LANEWISE", 4096, 8192),
            JmhText.result("roofline.read.f32", "LANEWISE", 4096, 160),
            JmhText.result("roofline.copy.f32", "LANEWISE", 2048, 160),
            JmhText.result("roofline.triad.f32", "LANEWISE", 1280, 160),
            JmhText.result("elementwise.add.f32", "LANEWISE", 1365, 200, 210),
            JmhText.result("elementwise.add.f32", "LOOP", 1365, 800),
            JmhText.result("gemm.square.f32", "LANEWISE", 64, 4096),
            JmhText.result("gemm.square.f32", "OPENBLAS", 64, 8192),
            JmhText.result("gemm.square.f32", "LANEWISE", 128, 40_960),
            JmhText.result("gemm.square.f32", "OPENBLAS", 128, 40_960),
            JmhText.result("math.exp.f32", "LANEWISE", 1024, 512),
            JmhText.result("math.exp.f32", "JDK_SEGMENT", 1024, 1024),
            JmhText.result("ffi.empty-plain.i32", "LANEWISE", 1024, 10_240),
            JmhText.result("ffi.read-plain-native.bool", "LANEWISE", 64, 20),
            JmhText.result("ffi.read-plain-native.bool", "LANEWISE", 1088, 84));
    return new Findings(file);
  }

  @Test
  void hasASectionForEachFamily() {
    String page = LabPage.write("A <title>", List.of("A note."), findings(), ERRORS, CACHES);
    assertThat(page)
        .contains("<h1>A &lt;title&gt;</h1>")
        .contains("<p>A note.</p>")
        .contains("A processor")
        .contains("<h2>Roofline</h2>")
        .contains("<h2>Throughput: elementwise</h2>")
        .contains("<h2>Matrix products</h2>")
        .contains("Lanewise over OpenBLAS: [n, n] x [n, n], F32")
        .contains("<h2>Math functions</h2>")
        .contains("<h2>Errors of math functions</h2>")
        .contains("<td class=\"over\">1.250</td>")
        .contains("<h2>Calls into native code</h2>")
        .contains("bytes moved by a call", "GB/s", "GFLOP/s", "flops a byte");
  }

  @Test
  void asksForNothingFromElsewhere() {
    String page = LabPage.write("Title", List.of("A note."), findings(), ERRORS, CACHES);
    assertThat(page.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "src=", "<link", "@import", "url(");
  }

  @Test
  void figuresAreInTheTables() {
    String page = LabPage.write("Title", List.of("A note."), findings(), ERRORS, CACHES);
    String table = LabTable.text(findings(), CACHES);
    assertThat(table).contains("elementwise.add.f32").doesNotContain("roofline");
    assertThat(page).as("64^3 products in 4,096 ns").contains("<td>128</td>");
    assertThat(page).as("half the time of OpenBLAS").contains("<td>2</td>");
    assertThat(page).as("64 ns for 2 KiB more").contains("<td>32</td>");
    assertThat(page).as("10,240 ns for 1,024 calls").contains("<td>10</td>");
  }

  @Test
  void theShareOfTheLimitIsThatOfTheMemoryForASum() {
    Figure add =
        findings().figures().stream()
            .filter(figure -> figure.experiment().name().equals("elementwise.add.f32"))
            .findFirst()
            .orElseThrow();
    assertThat(add.boundByMemory()).isTrue();
    assertThat(add.shareOfLimit()).isBetween(0.8, 1.0);
  }
}

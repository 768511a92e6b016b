package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.lab.example.Affine;
import dev.lanewise.bench.lab.run.JmhText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
  @TempDir Path folder;

  @Test
  void measuresAndWritesAPageAndJson() {
    Invocation lab =
        Invocation.of(
            "lab", "ffi", "--quick", "--filter", "empty-java", "--out", folder.toString());
    assertThat(lab.code()).as(lab.err()).isZero();
    assertThat(lab.out()).contains("ffi.empty-java.i32").contains("page  ", "json  ");
    assertThat(folder.resolve("ffi.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(folder.resolve("ffi.json")).content().startsWith("[{\"jmhVersion\"");
  }

  @Test
  void whatCannotBeIsSaidInOneLine() {
    assertThat(Invocation.of("lab").err()).contains("expected what to measure: kernels, gemm");
    complains("--filter xyz: no kernel has such a name", "--filter", "xyz");
    complains("--threads 0: expected 1 to", "--threads", "0");
    complains("--lanes 100: expected 128, 256 or 512", "--lanes", "100");
    complains("--forks 0: expected 1 to 100", "--forks", "0");
    complains("not a folder that -Ppeers has left", "--peers", folder.toString());
    assertThat(folder).isEmptyDirectory();
  }

  private void complains(String complaint, String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "lab";
    args[1] = "ffi";
    args[2] = "--out";
    args[3] = folder.resolve("out").toString();
    System.arraycopy(options, 0, args, 4, options.length);
    Invocation lab = Invocation.of(args);
    assertThat(lab.code()).isEqualTo(2);
    assertThat(lab.err()).contains(complaint).doesNotContain("\tat ");
    assertThat(Files.exists(folder.resolve("out/ffi.json"))).isFalse();
  }

  @Test
  void aKernelOfOnesOwnIsChecked() {
    Invocation lab =
        Invocation.of(
            "lab",
            "kernel",
            "--check-only",
            "--class",
            Affine.class.getName(),
            "--class-path",
            Path.of(Affine.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString(),
            "--out",
            folder.toString());
    assertThat(lab.code()).as(lab.err()).isZero();
    assertThat(lab.out()).contains("correct: ", "unboxed: ", "intrinsics: all");
  }

  @Test
  void aClassThatIsNoKernelIsRefused() {
    Invocation lab = Invocation.of("lab", "kernel", "--class", "java.lang.String");
    assertThat(lab.code()).isEqualTo(2);
    assertThat(lab.err()).contains("does not implement dev.lanewise.bench.lab.kernel.Kernel");
    assertThat(Invocation.of("lab", "kernel", "--class", "a.B", "--class-path", "/no/where").err())
        .contains("--class-path /no/where: no such file");
  }

  @Test
  void runsAreCompared() throws IOException {
    String fast = JmhText.result("reduce.sum.f32", "LOOP", 9, 1, 1.1, 1.2, 1.3, 1.4, 1.5);
    String slow = JmhText.result("reduce.sum.f32", "LOOP", 9, 2, 2.1, 2.2, 2.3, 2.4, 2.5);
    Path a = Files.writeString(folder.resolve("a.json"), "[" + fast + "]");
    Path b = Files.writeString(folder.resolve("b.json"), "[" + slow + "]");
    Invocation compare = Invocation.of("lab", "compare", a.toString(), b.toString());
    assertThat(compare.code()).as(compare.err()).isZero();
    assertThat(compare.out()).contains("slower").contains("1 of 1 cases differ");
    assertThat(Invocation.of("lab", "compare", a.toString(), folder + "/none").err())
        .contains("none: no such file");
    Path text = Files.writeString(folder.resolve("c.json"), "hello");
    assertThat(Invocation.of("lab", "compare", a.toString(), text.toString()).code()).isEqualTo(2);
  }
}

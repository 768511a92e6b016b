package dev.lanewise.bench.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.lab.example.Affine;
import dev.lanewise.bench.lab.run.LabException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelCheckTest {
  private static KernelCheck check(String className) throws IOException {
    return KernelCheck.of("own." + className, List.of(testClasses()));
  }

  private static String testClasses() {
    try {
      return Path.of(Affine.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          + File.pathSeparator
          + Path.of("target/test-classes").toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theKernelOfTheReadmeIsAsItShouldBe() throws IOException {
    KernelCheck check = check(Affine.class.getName());
    assertThat(check.differences()).isEmpty();
    assertThat(check.isUnboxed()).as("%s bytes a call", check.heapBytes()).isTrue();
    assertThat(check.methods())
        .anySatisfy(
            method -> {
              assertThat(method.name()).isEqualTo(Affine.class.getName() + "::run");
              assertThat(method.instructions()).isGreaterThanOrEqualTo(4);
            });
    assertThat(check.isIntrinsic()).as("%s", check.methods()).isTrue();
    assertThat(check.sentences())
        .anyMatch(sentence -> sentence.startsWith("correct"))
        .anyMatch(sentence -> sentence.startsWith("unboxed"))
        .anyMatch(sentence -> sentence.startsWith("intrinsics: all"));
  }

  @Test
  void whatIsWrongWithAKernelIsFound() throws IOException {
    KernelCheck check = check(ShiftedKernel.class.getName());
    assertThat(check.isCorrect()).isFalse();
    assertThat(check.differences().getFirst()).contains("operand 1 at 0: NaN");
    assertThat(check.isUnboxed()).isFalse();
    assertThat(check.isIntrinsic()).isFalse();
    assertThat(check.sentences())
        .anyMatch(sentence -> sentence.startsWith("wrong: n = 1:"))
        .anyMatch(sentence -> sentence.startsWith("boxed: "))
        .anyMatch(sentence -> sentence.contains("calls instead of instructions"));
  }

  @Test
  void aProcessThatEndsSaysWhy() {
    assertThatThrownBy(() -> check("no.such.Kernel"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no.such.Kernel is not on the class path");
  }

  @Test
  void theReadmeShowsThisKernel() throws IOException {
    Path source = Path.of("src/test/java", Affine.class.getName().replace('.', '/') + ".java");
    String body = Files.readString(source);
    body = body.substring(body.indexOf("public final class"));
    assertThat(Files.readString(Path.of("../README.md"))).contains(body.strip());
  }
}

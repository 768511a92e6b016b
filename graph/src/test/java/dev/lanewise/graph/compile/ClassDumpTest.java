package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Tier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDumpTest {
  private static final String NAME = "dev.lanewise.generated.Loop$7";

  @TempDir Path folder;

  @AfterEach
  void stop() {
    System.clearProperty(ClassDump.PROPERTY);
  }

  /** A class whose one method returns a number. */
  private static byte[] loop(int number) {
    return ClassFile.of()
        .build(
            ClassDesc.of(NAME),
            type ->
                type.withMethodBody(
                    "answer",
                    MethodTypeDesc.of(ConstantDescs.CD_int),
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                    code -> code.loadConstant(number).ireturn()));
  }

  private static String javap(Path file) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(writer, writer, "-c", "-p", file.toString());
    assertThat(code).as(out.toString()).isZero();
    return out.toString();
  }

  @Test
  void javapReadsWhatIsWritten() {
    Path dump = folder.resolve("made/for/it");
    System.setProperty(ClassDump.PROPERTY, dump.toString());
    ClassDump.write(NAME, loop(1_234));
    assertThat(javap(dump.resolve(NAME + ".class")))
        .contains("class dev.lanewise.generated.Loop$7", "private static int answer()", "1234");
  }

  /** Kernels of fused loops and the code of small graphs alike. */
  @Test
  void whatGraphsAreCompiledToIsWritten() throws Exception {
    System.setProperty(ClassDump.PROPERTY, folder.toString());
    Executable.compile(graph("loops", 300), CompileOptions.defaults().withTier(Tier.COMPILED));
    Executable.compile(graph("scalars", 3));
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.sorted().toList();
      assertThat(found)
          .extracting(file -> file.getFileName().toString())
          .anyMatch(name -> name.matches("Scalar_scalars_[0-9a-f]{8}\\.class"))
          .anyMatch(name -> name.matches("dev\\.lanewise\\..*FusedLoop\\$.*\\.class"));
      for (Path file : found) {
        assertThat(javap(file)).as(file.toString()).contains(" run(");
      }
    }
  }

  /** {@code ceil(sqrt(x) - x) cos(x)}: a body that no other test has generated before. */
  private static Graph graph(String name, int size) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F64, size));
    Value difference = b.sub(b.add(Unary.SQRT, x), x);
    Value product = b.mul(b.add(Unary.CEIL, difference), b.add(Unary.COS, x));
    return b.build(name, List.of(product));
  }

  @Test
  void aLaterClassReplacesAnEarlierAndNothingElseIsLeft() throws Exception {
    System.setProperty(ClassDump.PROPERTY, folder.toString());
    ClassDump.write(NAME, loop(1_111));
    ClassDump.write(NAME, loop(2_222));
    assertThat(javap(folder.resolve(NAME + ".class"))).contains("2222").doesNotContain("1111");
    try (Stream<Path> files = Files.list(folder)) {
      // Kernels of other tests may be generated meanwhile.
      assertThat(files).allMatch(file -> file.toString().endsWith(".class"));
    }
  }

  @Test
  void namesOfHiddenClassesStayInTheFolder() {
    System.setProperty(ClassDump.PROPERTY, folder.toString());
    ClassDump.write("a/../b.Loop/0x7f <x>", loop(1));
    assertThat(folder.resolve("a_.._b.Loop_0x7f__x_.class")).isRegularFile();
  }

  @Test
  void withoutTheFolderNothingIsWrittenAndNothingFails() throws Exception {
    ClassDump.write(NAME, loop(1));
    System.setProperty(ClassDump.PROPERTY, "");
    ClassDump.write(NAME, loop(1));
    Path file = Files.createFile(folder.resolve("file"));
    for (String bad : new String[] {file.toString(), file + "/below", "\0"}) {
      System.setProperty(ClassDump.PROPERTY, bad);
      assertThatCode(() -> ClassDump.write(NAME, loop(1))).as(bad).doesNotThrowAnyException();
    }
    assertThat(file).isEmptyFile();
    assertThat(folder).isDirectoryNotContaining("glob:**.class");
  }
}

package dev.lanewise.bench.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.bench.Main;
import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.kernels.Gemm;
import dev.lanewise.kernels.ScalarMath;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: bench -> autodiff -> graph -> {kernels, ffi}. */
class WallsTest {
  private static final JavaClasses CLASSES = importModules();

  /**
   * The restricted methods of JDK 25: with them a program can crash the JVM. Native access is
   * granted to the module dev.lanewise.ffi alone, so elsewhere they would fail, or worse, warn.
   */
  private static final Map<String, Set<String>> RESTRICTED =
      Map.of(
          "java.lang.foreign.MemorySegment", Set.of("reinterpret"),
          "java.lang.foreign.AddressLayout", Set.of("withTargetLayout"),
          "java.lang.foreign.Linker", Set.of("downcallHandle", "upcallStub"),
          "java.lang.foreign.SymbolLookup", Set.of("libraryLookup"),
          "java.lang.ModuleLayer$Controller", Set.of("enableNativeAccess"),
          "java.lang.System", Set.of("load", "loadLibrary"),
          "java.lang.Runtime", Set.of("load", "loadLibrary"));

  private static JavaClasses importModules() {
    List<URL> modules =
        Stream.of(Gemm.class, NativeLibrary.class, Graph.class, Tensor.class, Main.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toList();
    return new ClassFileImporter().importUrls(modules);
  }

  @Test
  void everyModuleIsSeen() {
    for (String module : List.of("kernels", "ffi", "graph", "autodiff", "bench")) {
      assertThat(CLASSES.stream().map(type -> type.getPackageName()))
          .as(module)
          .anyMatch(name -> name.startsWith("dev.lanewise." + module));
    }
  }

  @Test
  void importsRunOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("kernels")
        .definedBy("dev.lanewise.kernels..")
        .layer("ffi")
        .definedBy("dev.lanewise.ffi..")
        .layer("graph")
        .definedBy("dev.lanewise.graph..")
        .layer("autodiff")
        .definedBy("dev.lanewise.autodiff..")
        .layer("bench")
        .definedBy("dev.lanewise.bench..")
        .whereLayer("bench")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("autodiff")
        .mayOnlyBeAccessedByLayers("bench")
        .whereLayer("graph")
        .mayOnlyBeAccessedByLayers("autodiff", "bench")
        // Benchmarks and 'info' look at the lowest layers themselves; autodiff does not.
        .whereLayer("kernels")
        .mayOnlyBeAccessedByLayers("graph", "bench")
        .whereLayer("ffi")
        .mayOnlyBeAccessedByLayers("graph", "bench")
        .check(CLASSES);
  }

  @Test
  void theIrStandsAlone() {
    classes()
        .that()
        .resideInAPackage("dev.lanewise.graph.ir..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.lanewise.graph.ir..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  /**
   * It is the meaning of every op, so it may share no mistake with what it is compared to. The
   * scalar functions are a reference themselves.
   */
  @Test
  void theInterpreterKnowsTheIrAndScalarMathAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.lanewise.graph.interpret..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "dev.lanewise.graph..", "dev.lanewise.kernels..", "dev.lanewise.ffi..")
                .and(not(resideInAnyPackage("dev.lanewise.graph.ir..")))
                .and(not(resideInAnyPackage("dev.lanewise.graph.interpret..")))
                .and(not(type(ScalarMath.class))))
        .check(CLASSES);
  }

  @Test
  void passesKnowNothingOfCompilation() {
    noClasses()
        .that()
        .resideInAPackage("dev.lanewise.graph.optimize..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.lanewise.graph.compile..", "dev.lanewise.graph.runtime..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.lanewise.graph.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.lanewise.bench.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** What is built on tensors does not reach back into their making. */
  @Test
  void theCoreOfAutodiffKnowsNothingBuiltOnIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.lanewise.autodiff",
            "dev.lanewise.autodiff.tree..",
            "dev.lanewise.autodiff.transform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lanewise.autodiff.nn..",
            "dev.lanewise.autodiff.optim..",
            "dev.lanewise.autodiff.data..",
            "dev.lanewise.autodiff.io..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFacadeTouchesTheBindings() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lanewise.ffi..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lanewise.ffi.openblas..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFacadeCallsRestrictedMethods() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lanewise.ffi..")
        .should()
        .accessTargetWhere(restricted())
        .because("native access is granted to dev.lanewise.ffi alone")
        .check(CLASSES);
  }

  /** jextract's own code has a trace that nobody turns on. */
  @Test
  void librariesAreSilent() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        CLASSES.that(
            not(resideInAnyPackage("dev.lanewise.bench..", "dev.lanewise.ffi.openblas.."))));
  }

  private static DescribedPredicate<JavaAccess<?>> restricted() {
    return DescribedPredicate.describe(
        "is restricted",
        access ->
            RESTRICTED
                .getOrDefault(access.getTargetOwner().getName(), Set.of())
                .contains(access.getName()));
  }
}

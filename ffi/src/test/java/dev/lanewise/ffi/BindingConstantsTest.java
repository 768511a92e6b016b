package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.Linker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the facade and the bindings say for themselves must be what the headers and the JVM say. */
class BindingConstantsTest {
  @Test
  void flagsHaveTheValuesOfTheHeader() {
    assertThat(Transpose.NO.code()).isEqualTo(OpenBlas.CblasNoTrans());
    assertThat(Transpose.YES.code()).isEqualTo(OpenBlas.CblasTrans());
    assertThat(Triangle.UPPER.code()).isEqualTo(OpenBlas.CblasUpper());
    assertThat(Triangle.LOWER.code()).isEqualTo(OpenBlas.CblasLower());
    assertThat(Diagonal.STORED.code()).isEqualTo(OpenBlas.CblasNonUnit());
    assertThat(Diagonal.UNIT.code()).isEqualTo(OpenBlas.CblasUnit());
    assertThat(Side.LEFT.code()).isEqualTo(OpenBlas.CblasLeft());
    assertThat(Side.RIGHT.code()).isEqualTo(OpenBlas.CblasRight());
    assertThat(OpenBlas.CblasRowMajor()).isEqualTo(101);
    assertThat(OpenBlas.LAPACK_ROW_MAJOR()).isEqualTo(101);
  }

  @Test
  void theLinkerAgreesOnTheLayoutsOfTheBindings() {
    var canonical = Linker.nativeLinker().canonicalLayouts();
    var used = OpenBlas.cblas_isamax$descriptor();
    assertThat(used.returnLayout()).contains(canonical.get("long long"));
    assertThat(used.argumentLayouts().getFirst()).isEqualTo(canonical.get("int"));
    assertThat(OpenBlas.cblas_sdot$descriptor().returnLayout()).contains(canonical.get("float"));
    assertThat(OpenBlas.cblas_ddot$descriptor().returnLayout()).contains(canonical.get("double"));
    assertThat(OpenBlas.LAPACKE_spotrf$descriptor().argumentLayouts().get(1))
        .isEqualTo(canonical.get("char"));
    assertThat(Map.copyOf(canonical).get("size_t").byteSize())
        .isEqualTo(canonical.get("long long").byteSize());
  }

  @Test
  void openBlasWorksWithOneThread() {
    assertThat(NativeLibrary.isAvailable()).isTrue();
    assertThat(OpenBlas.openblas_get_num_threads()).isEqualTo(1);
    assertThat(OpenBlas.openblas_get_config().getString(0).strip())
        .isEqualTo(NativeLibrary.configuration().orElseThrow());
    assertThat(OpenBlas.openblas_get_corename().getString(0))
        .isEqualTo(NativeLibrary.coreName().orElseThrow());
  }
}

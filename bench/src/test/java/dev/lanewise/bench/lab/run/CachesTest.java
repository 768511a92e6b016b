package dev.lanewise.bench.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachesTest {
  @TempDir Path folder;

  private void cache(int index, String level, String type, String size) throws IOException {
    Path cache = Files.createDirectory(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
  }

  @Test
  void readsDataCachesAndPassesOverThatOfInstructions() throws IOException {
    cache(0, "1", "Instruction", "64K");
    cache(1, "1", "Data", "48K");
    cache(2, "2", "Unified", "2M");
    Caches caches = Caches.read(folder);
    assertThat(caches.l1()).isEqualTo(48 << 10);
    assertThat(caches.l2()).isEqualTo(2 << 20);
    assertThat(caches.l3()).as("usual").isEqualTo(32 << 20);
    assertThat(caches.workingSets()).containsExactly(16L << 10, 1L << 20, 16L << 20, 64L << 20);
    assertThat(caches.level(40_000)).isEqualTo("L1");
    assertThat(caches.level(1 << 20)).isEqualTo("L2");
    assertThat(caches.level(1 << 24)).isEqualTo("L3");
    assertThat(caches.level(1 << 30)).isEqualTo("memory");
  }

  @Test
  void whereNothingIsSaidTheUsualIsTaken() {
    assertThat(Caches.read(folder.resolve("none")))
        .isEqualTo(new Caches(32 << 10, 1 << 20, 32 << 20));
  }
}

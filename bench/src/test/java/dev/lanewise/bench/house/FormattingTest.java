package dev.lanewise.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every source file is as google-java-format writes it. A test and not a build plugin, because the
 * formatter needs the parser of the JDK whose language the sources speak, and Maven may run on an
 * older one.
 */
class FormattingTest {
  private static final boolean APPLY = "apply".equals(System.getProperty("lanewise.format"));

  @Test
  void sourcesAreFormatted() throws FormatterException, IOException {
    Formatter formatter = new Formatter();
    List<Path> unformatted = new ArrayList<>();
    for (Path file : Sources.written()) {
      String source = Sources.read(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        if (APPLY) {
          Files.writeString(Sources.resolve(file), formatted);
        } else {
          unformatted.add(file);
        }
      }
    }
    assertThat(unformatted).as("run the build with -Dlanewise.format=apply").isEmpty();
  }
}

package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.data.MnistFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user can put right: exit code 2 and one clear line on standard error, nothing else. */
class ComplaintsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                              | expected a command: train, compare, warmup, explain, lab or info; see lanewise --help
          train                           | expected a data set: train digits or train mnist; see lanewise train --help
          frobnicate                      | Unmatched argument at index 0: 'frobnicate'; see lanewise --help
          train digits --epoch=3          | Unknown option: '--epoch=3', did you mean --epochs?; see lanewise train digits --help
          train digits --epochs x         | Invalid value for option '--epochs': 'x' is not an int; see lanewise train digits --help
          train digits --epochs           | Missing required parameter for option '--epochs' (N); see lanewise train digits --help
          train digits --epochs 0         | --epochs 0: expected at least 1
          train digits --batch 0          | --batch 0: expected at least 1
          train digits --batch 1439       | --batch 1439: larger than the training data, 1438 samples
          train digits --threads 0        | --threads 0: expected at least 1
          train digits --threads 1025     | --threads 1025: expected at most 1024
          train digits --lr 0             | --lr 0.0: expected a number above 0
          train digits --lr NaN           | --lr NaN: expected a number above 0
          train digits --lr Infinity      | --lr Infinity: expected a number above 0
          train digits --seed 1e9         | Invalid value for option '--seed': '1e9' is not a long; see lanewise train digits --help
          train digits --blas mkl         | Invalid value for option '--blas': expected one of [OPENBLAS, JAVA] (case-insensitive) but was 'mkl'; see lanewise train digits --help
          train digits more               | Unmatched argument at index 2: 'more'; see lanewise train digits --help
          train mnist                     | Missing required option: '--data=DIR'; see lanewise train mnist --help
          explain                         | expected a data set: explain digits or explain mnist; see lanewise explain --help
          explain letters                 | Unmatched argument at index 1: 'letters'; see lanewise explain --help
          explain digits --html           | Missing required parameter for option '--html' (FILE); see lanewise explain digits --help
          explain digits --html /no/f     | --html /no/f: its folder is not there
          compare --filter nothing        | --filter nothing: no workload has such a name
          compare --threads 0             | --threads 0: expected 1 to 1024
          compare --threads 1,1025        | --threads 1025: expected 1 to 1024
          compare --rounds 0              | --rounds 0: expected at least 1
          compare --warm-up -1            | --warm-up -1.0: expected a number of seconds
          compare --peers no/where        | --peers no/where: not a folder that -Ppeers has left
          compare --json no/where/at/all  | --json no/where/at/all: its folder is not there
          warmup                          | Missing required parameter: 'WORKLOAD'; see lanewise warmup --help
          warmup cnn                      | Invalid value for positional parameter at index 0 (WORKLOAD): expected one of [MLP, TRANSFORMER] (case-insensitive) but was 'cnn'; see lanewise warmup --help
          warmup mlp --seconds 0          | --seconds 0.0: expected a number above 0
          warmup mlp --threads 0          | --threads 0: expected 1 to 1024
          warmup mlp --svg no/where/at    | --svg no/where/at: its folder is not there
          info --verbose                  | Unknown option: '--verbose', did you mean --version?; see lanewise info --help
          """)
  void badFlags(String line, String complaint) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    expectComplaint(complaint, args);
  }

  @Test
  void aMissingFolder() {
    Path nowhere = folder.resolve("no where");
    expectComplaint(nowhere + ": no such folder", "train", "mnist", "--data", nowhere.toString());
  }

  @Test
  void aTruncatedFile() throws IOException {
    MnistFiles.create(folder, 4, 4, false);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 9});
    expectComplaint(
        labels + ": byte 8: 9 elements of 1 byte expected, only 0 bytes are there",
        "train",
        "mnist",
        "--data",
        folder.toString(),
        "--json");
  }

  @Test
  void aFolderWhereAFileShouldBe() throws IOException {
    MnistFiles.create(folder, 4, 4, false);
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.delete(images);
    Files.createDirectory(images);
    expectComplaint(
        images + ": expected an IDX file, found a directory",
        "train",
        "mnist",
        "--data",
        folder.toString());
  }

  @Test
  void anOutFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    expectComplaint(
        "--out " + file + ": not a folder", "train", "digits", "--out", file.toString());
  }

  @Test
  void anOutFolderThatCannotBe() throws IOException {
    Path below = Files.createFile(folder.resolve("file")).resolve("below");
    expectComplaint(
        "--out " + below + ": cannot be written to", "train", "digits", "--out", below.toString());
  }

  @Test
  void aPageThatIsAFolder() {
    expectComplaint(
        "--html " + folder + ": is a folder", "explain", "mnist", "--html", folder.toString());
  }

  @Test
  void aDumpFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    expectComplaint(
        "--dump " + file + ": not a folder", "explain", "digits", "--dump", file.toString());
  }

  @Test
  void lineBreaksInArgumentsDoNotBreakTheLine() {
    expectComplaint("Unmatched argument at index 0: '12 34'; see lanewise --help", "12\n  34");
  }

  private static void expectComplaint(String complaint, String... args) {
    Invocation run = Invocation.of(args);
    assertThat(run.err()).isEqualTo("lanewise: " + complaint + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }
}

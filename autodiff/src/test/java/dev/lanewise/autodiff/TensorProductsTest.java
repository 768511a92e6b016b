package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorProductsTest {
  @ParameterizedTest
  @CsvSource({
    "4, 4, ''",
    "4, 4 5, 5",
    "3 4, 4, 3",
    "3 4, 4 5, 3 5",
    "2 3 4, 4 5, 2 3 5",
    "2 3 4, 4, 2 3",
    "3 4, 2 4 5, 2 3 5",
    "4, 2 4 5, 2 5",
    "2 3 4, 2 4 5, 2 3 5",
    "7 1 3 4, 2 4 5, 7 2 3 5",
    "1 3 4, 6 4 5, 6 3 5",
    "0 4, 4 5, 0 5",
    "3 0, 0 5, 3 5",
    "2 3 4, 2 4 0, 2 3 0"
  })
  void matmulHasNumPysShapes(String first, String second, String expected) {
    SplittableRandom random = new SplittableRandom(3);
    Tensor x = Samples.uniform(random, -1, 1, extents(first));
    Tensor y = Samples.uniform(random, -1, 1, extents(second));
    Tensor product = x.matmul(y);
    assertThat(product.shape()).isEqualTo(Shape.of(extents(expected)));
    // The definition: aligned, multiplied with broadcasting, summed.
    Tensor rows = x.rank() == 1 ? x.unsqueeze(0) : x;
    Tensor columns = y.rank() == 1 ? y.unsqueeze(1) : y;
    Tensor sum = rows.unsqueeze(-1).mul(columns.unsqueeze(-3)).sum(-2);
    Samples.assertClose(product, sum.reshape(product.shape()), 1e-14, first + " x " + second);
  }

  private static int[] extents(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void matmulNamesWhatDoesNotFit() {
    Tensor x = Tensor.zeros(DType.F32, 128, 784);
    assertThatThrownBy(() -> x.matmul(Tensor.zeros(DType.F32, 512, 256)))
        .isInstanceOf(OpException.class)
        .hasMessageStartingWith("[matmul] inner dimensions differ: F32[128, 784] x F32[512, 256]");
    assertThatThrownBy(
            () -> Tensor.zeros(DType.F32, 2, 3, 4).matmul(Tensor.ones(DType.F32, 5, 4, 6)))
        .hasMessageContaining("[matmul] shapes do not broadcast: F32[2, 3, 4] and F32[5, 4, 6]");
    assertThatThrownBy(() -> x.matmul(Tensor.of(1f)))
        .hasMessageContaining("[matmul] a scalar is no matrix, use mul: F32[128, 784] x F32[]");
    assertThatThrownBy(() -> Tensor.of(true).reshape(1, 1).matmul(Tensor.of(true).reshape(1, 1)))
        .hasMessageContaining("[matmul] takes numbers, given BOOL[1, 1] x BOOL[1, 1]");
  }

  @Test
  void productsPromote() {
    Tensor x = Tensor.of(new int[][] {{1, 2}, {3, 4}});
    Tensor y = Tensor.of(new float[][] {{0.5f, 0}, {0, 0.5f}});
    assertThat(x.matmul(y).dtype()).isEqualTo(DType.F32);
    assertThat(x.matmul(y).toFloats()).containsExactly(0.5f, 1, 1.5f, 2);
    assertThat(x.matmul(x).toInts()).containsExactly(7, 10, 15, 22);
  }

  @Test
  void dotAndOuter() {
    Tensor x = Tensor.of(1.0, 2, 3);
    Tensor y = Tensor.of(4.0, 5, 6);
    assertThat(x.dot(y).item()).isEqualTo(32);
    assertThat(x.outer(y).toDoubles()).containsExactly(4, 5, 6, 8, 10, 12, 12, 15, 18);
    assertThat(x.outer(Samples.counting(2, 2)).shape()).isEqualTo(Shape.of(3, 2, 2));
    assertThatThrownBy(() -> x.dot(Tensor.of(1.0, 2)))
        .hasMessageContaining("[dot] lengths differ: F64[3] and F64[2]");
    assertThatThrownBy(() -> x.dot(Samples.counting(3, 1)))
        .hasMessageContaining("[dot] takes two vectors, given F64[3] and F64[3, 1]");
  }

  @Test
  void tensordotSumsOverPairs() {
    SplittableRandom random = new SplittableRandom(5);
    Tensor x = Samples.uniform(random, -1, 1, 2, 3, 4);
    Tensor y = Samples.uniform(random, -1, 1, 3, 4, 5);
    Tensor expected = Tensor.einsum("abc,bcd->ad", x, y);
    Samples.assertClose(x.tensordot(y, 2), expected, 1e-14, "by count");
    Samples.assertClose(
        x.tensordot(y, new int[] {2, -2}, new int[] {1, 0}), expected, 1e-14, "by axes");
    assertThat(x.tensordot(y, 0).shape()).isEqualTo(Shape.of(2, 3, 4, 3, 4, 5));
    assertThatThrownBy(() -> x.tensordot(y, 1))
        .hasMessageContaining(
            "[tensordot] inner dimensions differ: F64[2, 3, 4] over axes [2] x F64[3, 4, 5] over"
                + " axes [0]");
    assertThatThrownBy(() -> x.tensordot(y, 4)).hasMessageContaining("cannot sum over 4 axes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i,i->",
        "i,j->ij",
        "ij,jk->ik",
        "ij,jk",
        "ij,jk->ki",
        "bij,bjk->bik",
        "ii->i",
        "ii->",
        "ii",
        "iij->ji",
        "iii->i",
        "ij->",
        "ij->j",
        "ij->ji",
        "ba",
        "ijk,k->ij",
        "ij,ij->ij",
        "ij,ij->j",
        "ij,jk,kl->il",
        "ij,jk,ki->",
        "i,i,i->i",
        "abc,cd,def->abef",
        "ij,k->i",
        "iij,jkk->ik",
        "ij,kj->ik",
        "bi,bj->bij"
      })
  void einsumAgreesWithItsDefinition(String equation) {
    SplittableRandom random = new SplittableRandom(equation.hashCode());
    Map<Character, Integer> extents = new TreeMap<>();
    String inputs = equation.split("->", -1)[0];
    for (char c : inputs.replace(",", "").toCharArray()) {
      extents.computeIfAbsent(c, _ -> 2 + random.nextInt(3));
    }
    List<String> terms = List.of(inputs.split(",", -1));
    List<Tensor> operands =
        terms.stream()
            .map(
                term ->
                    Samples.uniform(
                        random, -1, 1, term.chars().map(c -> extents.get((char) c)).toArray()))
            .toList();
    String output = equation.contains("->") ? equation.split("->", -1)[1] : once(inputs);
    double[] expected = byDefinition(terms, operands, output, extents);
    Tensor actual = Tensor.einsum(equation, operands.toArray(Tensor[]::new));
    assertThat(actual.shape().extents())
        .isEqualTo(output.chars().map(c -> extents.get((char) c)).toArray());
    Samples.assertClose(actual.toDoubles(), expected, 1e-13, equation);
  }

  private static String once(String inputs) {
    StringBuilder kept = new StringBuilder();
    inputs
        .chars()
        .filter(c -> c != ',' && inputs.indexOf(c) == inputs.lastIndexOf(c))
        .sorted()
        .forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  /** Adds the product of the operands' elements for every value of all indices. */
  private static double[] byDefinition(
      List<String> terms, List<Tensor> operands, String output, Map<Character, Integer> extents) {
    List<double[]> values = operands.stream().map(Tensor::toDoubles).toList();
    int size = output.chars().map(c -> extents.get((char) c)).reduce(1, (a, b) -> a * b);
    double[] result = new double[size];
    int total = extents.values().stream().reduce(1, (a, b) -> a * b);
    for (int combination = 0; combination < total; combination++) {
      Map<Character, Integer> index = new TreeMap<>();
      int rest = combination;
      for (var entry : extents.entrySet()) {
        index.put(entry.getKey(), rest % entry.getValue());
        rest /= entry.getValue();
      }
      double product = 1;
      for (int i = 0; i < terms.size(); i++) {
        product *= values.get(i)[offset(terms.get(i), index, extents)];
      }
      result[offset(output, index, extents)] += product;
    }
    return result;
  }

  private static int offset(
      String term, Map<Character, Integer> index, Map<Character, Integer> extents) {
    int offset = 0;
    for (int i = 0; i < term.length(); i++) {
      offset = offset * extents.get(term.charAt(i)) + index.get(term.charAt(i));
    }
    return offset;
  }

  @Test
  void einsumKnowsEllipses() {
    SplittableRandom random = new SplittableRandom(8);
    Tensor x = Samples.uniform(random, -1, 1, 6, 2, 3, 4);
    Tensor y = Samples.uniform(random, -1, 1, 2, 4, 5);
    Samples.assertClose(Tensor.einsum("...ij,...jk->...ik", x, y), x.matmul(y), 1e-14, "matmul");
    Samples.assertClose(Tensor.einsum("...ij,...jk", x, y), x.matmul(y), 1e-14, "implicit");
    assertThat(Tensor.einsum("...ij->...ji", x).toDoubles())
        .containsExactly(x.swapAxes(2, 3).toDoubles());
    Samples.assertClose(Tensor.einsum("i...->...", x), x.sum(0), 1e-14, "sum");
    Tensor wide = Samples.uniform(random, -1, 1, 1, 3);
    Samples.assertClose(
        Tensor.einsum("...j,...j->...", wide, y.swapAxes(1, 2).slice(2, 0, 3)),
        wide.mul(y.swapAxes(1, 2).slice(2, 0, 3)).sum(-1),
        1e-14,
        "extents of 1");
    Tensor square = Samples.uniform(random, -1, 1, 2, 3, 3);
    assertThat(Tensor.einsum("...ii->...i", square).toDoubles())
        .containsExactly(
            Tensor.stack(
                    1,
                    square.slice(1, 0, 1).squeeze(1).select(1, 0),
                    square.select(1, 1).select(1, 1),
                    square.select(1, 2).select(1, 2))
                .toDoubles());
  }

  @Test
  void einsumNamesWhatIsWrong() {
    Tensor x = Samples.counting(2, 3);
    assertThatThrownBy(() -> Tensor.einsum("ij,jk->ik", x))
        .hasMessageContaining("[einsum] \"ij,jk->ik\": names 2 operands, given 1");
    assertThatThrownBy(() -> Tensor.einsum("ij,jk->ik", x, x))
        .hasMessageContaining("axis 'j' has extents 3 and 2; given [F64[2, 3], F64[2, 3]]");
    assertThatThrownBy(() -> Tensor.einsum("ijk->i", x))
        .hasMessageContaining("'ijk' does not name the axes of rank 2");
    assertThatThrownBy(() -> Tensor.einsum("ij->ik", x))
        .hasMessageContaining("the result names an axis twice, or one that no operand has");
    assertThatThrownBy(() -> Tensor.einsum("ij->ii", x))
        .hasMessageContaining("names an axis twice");
    assertThatThrownBy(() -> Tensor.einsum("i1->i", x))
        .hasMessageContaining("'i1' is not a list of letters with at most one ellipsis");
    assertThatThrownBy(() -> Tensor.einsum("ij,ij->", x.gt(0), x.gt(0)))
        .hasMessageContaining("takes numbers; given [BOOL[2, 3], BOOL[2, 3]]");
    assertThatThrownBy(() -> Tensor.einsum("ii->i", x)).hasMessageContaining("has extents 2 and 3");
  }
}

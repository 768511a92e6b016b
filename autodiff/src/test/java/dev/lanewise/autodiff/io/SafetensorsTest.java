package dev.lanewise.autodiff.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  @TempDir Path folder;

  /** A model as users write them: nested records and a list. */
  public record Layer(Tensor weight, Tensor bias) {}

  /** A model with a static component. */
  public record Model(List<Layer> layers, Tensor scale, String activation) {}

  private static Model model() {
    return new Model(
        List.of(
            new Layer(Tensor.of(new float[] {1, -0.0f, Float.NaN, 4, 5, 6}, 2, 3), Tensor.of(7f)),
            new Layer(Tensor.of(1.5, 2.5), Tensor.of(true, false, true))),
        Tensor.of(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}),
        "relu");
  }

  @Test
  void aTreeComesBackAsItWasSaved() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(file, model(), Map.of("format", "test \"quoted\""));
    Model back = Safetensors.load(file, model());
    assertThat(back.activation()).isEqualTo("relu");
    assertThat(back.scale().toLiteral()).isEqualTo(model().scale().toLiteral());
    for (int i = 0; i < 2; i++) {
      Layer expected = model().layers().get(i);
      assertThat(back.layers().get(i).weight().toLiteral())
          .isEqualTo(expected.weight().toLiteral());
      assertThat(back.layers().get(i).bias().toLiteral()).isEqualTo(expected.bias().toLiteral());
    }
    assertThat(Safetensors.load(file).keySet())
        .containsExactly(
            "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "scale");
    assertThat(Safetensors.metadata(file)).containsExactly(Map.entry("format", "test \"quoted\""));
  }

  @Test
  void everyElementTypeAndEmptyTensorsSurvive() throws IOException {
    Path file = folder.resolve("types.safetensors");
    for (DType dtype : DType.values()) {
      Tensor tensor = Tensor.of(new float[] {0, 1, 1, 0, 0, 1}, 2, 3).cast(dtype);
      Tensor empty = Tensor.zeros(dtype, 0, 4);
      Safetensors.save(file, Map.of("some", tensor, "none", empty));
      Map<String, Tensor> back = Safetensors.load(file);
      assertThat(back.get("some").toLiteral()).isEqualTo(tensor.toLiteral());
      assertThat(back.get("none").type()).isEqualTo(TensorType.of(dtype, 0, 4));
    }
  }

  @Test
  void tensorsLargerThanOneChunkSurvive() throws IOException {
    Path file = folder.resolve("large.safetensors");
    Tensor tensor = Tensor.arange(DType.F64, 0, 30_001, 1);
    Safetensors.save(file, Map.of("x", tensor));
    assertThat(Safetensors.load(file).get("x").toDoubles()).isEqualTo(tensor.toDoubles());
  }

  @Test
  void narrowElementTypesAreWidened() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(-1.5f)).put((byte) -3).put((byte) 200);
    data.putShort((short) -4).putShort((short) 60_000).putInt(-1).put((byte) 7).putShort((short) 0);
    Path file =
        write(
            """
            {"f16":{"dtype":"F16","shape":[],"data_offsets":[0,2]},
             "i8":{"dtype":"I8","shape":[1],"data_offsets":[2,3]},
             "u8":{"dtype":"U8","shape":[1],"data_offsets":[3,4]},
             "i16":{"dtype":"I16","shape":[1],"data_offsets":[4,6]},
             "u16":{"dtype":"U16","shape":[1],"data_offsets":[6,8]},
             "u32":{"dtype":"U32","shape":[1],"data_offsets":[8,12]},
             "bool":{"dtype":"BOOL","shape":[3],"data_offsets":[12,15]}}
            """,
            data.array());
    Map<String, Tensor> read = Safetensors.load(file);
    assertThat(read.get("f16").toFloats()).containsExactly(-1.5f);
    assertThat(read.get("i8").toInts()).containsExactly(-3);
    assertThat(read.get("u8").toInts()).containsExactly(200);
    assertThat(read.get("i16").toInts()).containsExactly(-4);
    assertThat(read.get("u16").toInts()).containsExactly(60_000);
    assertThat(read.get("u32").toLongs()).containsExactly(4_294_967_295L);
    assertThat(read.get("bool").toBooleans()).containsExactly(true, false, false);
  }

  @Test
  void readsWhatPyTorchWrote() throws Exception {
    Path file =
        Path.of(
            SafetensorsTest.class.getResource("/cases/weights/cnn_digits_f64.safetensors").toURI());
    Map<String, Tensor> weights = Safetensors.load(file);
    assertThat(weights).isNotEmpty();
    Path again = folder.resolve("again.safetensors");
    Safetensors.save(again, weights);
    Map<String, Tensor> back = Safetensors.load(again);
    assertThat(back.keySet()).isEqualTo(weights.keySet());
    weights.forEach(
        (name, tensor) ->
            assertThat(back.get(name).toLiteral()).as(name).isEqualTo(tensor.toLiteral()));
  }

  @Test
  void saysWhichLeafIsMissingOrDifferent() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Layer layer = new Layer(Tensor.of(1f, 2f), Tensor.of(3f));
    Safetensors.save(file, layer);
    assertThatThrownBy(() -> Safetensors.load(file, Map.of("weight", layer.weight())))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageEndingWith("tensors that are not part of the tree: [bias]");
    assertThatThrownBy(() -> Safetensors.load(file, new Layer(Tensor.of(1f, 2f, 3f), layer.bias())))
        .hasMessageEndingWith("tensor \"weight\" is F32[2], expected F32[3]");
    assertThatThrownBy(() -> Safetensors.load(file, Map.of("weights", layer.weight())))
        .hasMessageEndingWith("there is no tensor \"weights\"");
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(file, Map.of("x", Tensor.of(1f)));
    Tensor closed = Tensor.of(1f, 2f);
    closed.close();
    assertThatThrownBy(() -> Safetensors.save(file, Map.of("x", closed)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Safetensors.load(file).get("x").toFloats()).containsExactly(1f);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  static Stream<Arguments> malformed() {
    String tensor = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    return Stream.of(
        Arguments.of("{ ", 0, "malformed header: unexpected end at character 2"),
        Arguments.of("[]", 0, "the header is not a JSON object"),
        Arguments.of("{}", 4, "the tensors end at byte 0 of 4 bytes of data"),
        Arguments.of(tensor, 7, "tensor \"x\" lies at [0, 8], outside the 7 bytes of data"),
        Arguments.of(tensor, 9, "the tensors end at byte 8 of 9 bytes of data"),
        Arguments.of(
            tensor.replace("[2]", "[3]"), 8, "tensor \"x\" of F32[3] needs 12 bytes, has 8"),
        Arguments.of(
            tensor.replace("[2]", "[2147483647,2147483647]"),
            8,
            "tensor \"x\": shape [2147483647, 2147483647] has more than 2^47 elements"),
        Arguments.of(
            tensor.replace("[2]", "[-2]"),
            8,
            "tensor \"x\" has shape [-2], which is not supported"),
        Arguments.of(
            tensor.replace("F32", "F8_E4M3"),
            8,
            "tensor \"x\" has dtype F8_E4M3, which is not supported"),
        Arguments.of(
            tensor.replace("[0,8]", "[8,0]"),
            8,
            "tensor \"x\" lies at [8, 0], outside the 8 bytes of data"),
        Arguments.of(
            tensor.replace("\"shape\":[2],", ""),
            8,
            "tensor \"x\" must have exactly dtype, shape and two data_offsets"),
        Arguments.of(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
            12,
            "tensor \"y\" begins at byte 4 of the data where 8 was expected"),
        Arguments.of("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__ entry \"a\" is not a string"),
        Arguments.of("{\"a\":1.5}", 0, "malformed header: expected an integer at character 6"),
        Arguments.of(
            "{\"a\":1,\"a\":1}", 0, "malformed header: name \"a\" is repeated at character 12"),
        Arguments.of(
            "{\"a\":" + "[".repeat(40), 0, "malformed header: nested too deeply at character 21"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedFilesAreRefusedWithOneClearSentence(String header, int dataBytes, String detail)
      throws IOException {
    Path file = write(header, new byte[dataBytes]);
    assertThatThrownBy(() -> Safetensors.load(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage("[safetensors] " + file + ": " + detail);
  }

  @Test
  void absurdLengthsAndMissingFilesAreRefused() throws IOException {
    Path file = folder.resolve("short.safetensors");
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> Safetensors.load(file)).hasMessageEndingWith("5 bytes hold no header");
    byte[] huge = new byte[16];
    Arrays.fill(huge, (byte) 0xff);
    Files.write(file, huge);
    assertThatThrownBy(() -> Safetensors.load(file))
        .hasMessageEndingWith(
            "a header of 18446744073709551615 bytes does not fit in a file of 16");
    assertThatThrownBy(() -> Safetensors.load(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path write(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(data);
    Path file = folder.resolve("file.safetensors");
    Files.write(file, bytes.array());
    return file;
  }
}

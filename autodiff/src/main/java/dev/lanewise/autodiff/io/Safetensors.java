package dev.lanewise.autodiff.io;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tensors in the safetensors format: a header of JSON, then the elements, little-endian and
 * row-major. A tree is stored by the names of its leaves, joined by dots: {@code layers.0.weight}.
 *
 * <p>Source of the format: the safetensors project of Hugging Face.
 */
public final class Safetensors {
  /** The format's own bound on the header. */
  private static final long MAX_HEADER = 100_000_000;

  private Safetensors() {}

  /**
   * Reads all tensors of a file, in the order of its header. F64, F32, BF16, I64, I32 and BOOL stay
   * what they are; F16 becomes F32, U32 becomes I64, and I16, I8, U16 and U8 become I32.
   *
   * @throws SafetensorsException if the file is malformed or holds another element type
   * @throws IOException if it cannot be read
   */
  public static Map<String, Tensor> load(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(file, channel);
      long start = channel.position();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        channel.position(start + entry.begin());
        tensors.put(entry.name(), TensorBytes.read(channel, entry));
      }
      return tensors;
    } catch (EOFException e) {
      throw new SafetensorsException(file, "the file was cut short while it was read");
    }
  }

  /**
   * The free text that a file carries beside its tensors.
   *
   * @throws SafetensorsException if the file is malformed
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> metadata(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readHeader(file, channel).metadata();
    }
  }

  /**
   * Reads a tree.
   *
   * @param template a tree of the structure wanted, whose leaves give the types
   * @return a tree of the template's structure, with the file's tensors as leaves
   * @throws SafetensorsException if the file is malformed, lacks a leaf, has one of another type,
   *     or has tensors that are no leaf
   * @throws IOException if it cannot be read
   */
  public static <T> T load(Path file, T template) throws IOException {
    Map<String, Tensor> stored = load(file);
    Flattened<T> flat = Trees.flatten(template);
    List<String> names = flat.def().paths();
    List<Tensor> leaves = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Tensor tensor = stored.remove(names.get(i));
      TensorType expected = flat.leaves().get(i).type();
      if (tensor == null) {
        throw new SafetensorsException(file, "there is no tensor \"" + names.get(i) + "\"");
      }
      if (!tensor.type().equals(expected)) {
        throw new SafetensorsException(
            file,
            "tensor \"%s\" is %s, expected %s".formatted(names.get(i), tensor.type(), expected));
      }
      leaves.add(tensor);
    }
    if (!stored.isEmpty()) {
      throw new SafetensorsException(
          file, "tensors that are not part of the tree: " + new TreeSet<>(stored.keySet()));
    }
    return flat.def().unflatten(leaves);
  }

  /**
   * Writes the leaves of a tree, or of a map from names to tensors, under their names. The file
   * appears whole or not at all: it is written beside its place and renamed.
   *
   * @throws IllegalArgumentException if two leaves have one name
   * @throws IOException if it cannot be written
   */
  public static void save(Path file, Object tree) throws IOException {
    save(file, tree, Map.of());
  }

  /**
   * As {@link #save(Path, Object)}, with free text beside the tensors.
   *
   * @throws IllegalArgumentException if two leaves have one name
   * @throws IOException if it cannot be written
   */
  public static void save(Path file, Object tree, Map<String, String> metadata) throws IOException {
    Map<String, Tensor> tensors = Trees.named(tree);
    byte[] header = header(tensors, metadata);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          TensorBytes.writeFully(channel, length.putLong(header.length).flip());
          TensorBytes.writeFully(channel, ByteBuffer.wrap(header));
          for (Tensor tensor : tensors.values()) {
            TensorBytes.write(channel, tensor);
          }
        });
  }

  private static SafetensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new SafetensorsException(file, "%d bytes hold no header".formatted(size));
    }
    ByteBuffer prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    TensorBytes.readFully(channel, prefix);
    long length = prefix.flip().getLong();
    if (length < 2 || length > size - 8 || length > MAX_HEADER) {
      throw new SafetensorsException(
          file,
          "a header of %s bytes does not fit in a file of %d"
              .formatted(Long.toUnsignedString(length), size));
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    TensorBytes.readFully(channel, text);
    String json;
    try {
      json = StandardCharsets.UTF_8.newDecoder().decode(text.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(file, "the header is not UTF-8");
    }
    return SafetensorsHeader.parse(file, json, size - 8 - length);
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    List<String> members = new ArrayList<>();
    if (!metadata.isEmpty()) {
      List<String> texts = new ArrayList<>();
      metadata.forEach((k, v) -> texts.add(JsonReader.quote(k) + ":" + JsonReader.quote(v)));
      members.add("\"__metadata__\":{" + String.join(",", texts) + "}");
    }
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      TensorType type = entry.getValue().type();
      members.add(
          "%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  JsonReader.quote(entry.getKey()),
                  StoredType.of(type.dtype()),
                  type.shape().toString().replace(" ", ""),
                  at,
                  at + type.bytes()));
      at += type.bytes();
    }
    String json = "{" + String.join(",", members) + "}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of 8, so that readers may map the elements in place.
    byte[] padded = new byte[Math.ceilDiv(bytes.length, 8) * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(bytes, 0, padded, 0, bytes.length);
    return padded;
  }
}

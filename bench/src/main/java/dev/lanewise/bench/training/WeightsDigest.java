package dev.lanewise.bench.training;

import dev.lanewise.autodiff.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells whether two runs gave the same weights to the last bit. */
final class WeightsDigest {
  private WeightsDigest() {}

  /** SHA-256 of the tensors' F32 elements, little-endian, in the order given; hexadecimal. */
  static String of(List<Tensor> weights) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
    for (Tensor tensor : weights) {
      float[] elements = tensor.toFloats();
      ByteBuffer bytes =
          ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(elements);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

package dev.lanewise.bench.lab.kernel;

import java.util.List;

/**
 * What one call of a kernel has to do, whoever does it: the least that the memory must move and the
 * arithmetic that the definition asks for.
 *
 * @param flops additions and multiplications; 0 if the kernel is not measured by them
 * @param bytesRead from memory
 * @param bytesWritten to memory
 */
public record Work(double flops, double bytesRead, double bytesWritten) {
  /** Every input read once, every output written once. */
  public static Work of(double flops, List<Operand> operands) {
    return new Work(
        flops,
        operands.stream().mapToDouble(Operand::bytesRead).sum(),
        operands.stream().mapToDouble(Operand::bytesWritten).sum());
  }

  /** Bytes in both directions. */
  public double bytes() {
    return bytesRead + bytesWritten;
  }

  /** Arithmetic intensity: flops a byte. */
  public double intensity() {
    return bytes() == 0 ? Double.POSITIVE_INFINITY : flops / bytes();
  }
}

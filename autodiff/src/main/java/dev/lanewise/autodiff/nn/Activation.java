package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Tensor;

/** An elementwise function between layers. As a component of a model it is static. */
public enum Activation implements Fn<Tensor, Tensor> {
  /** {@code x}. */
  IDENTITY,
  /** {@code max(x, 0)}, with derivative 0 at 0. */
  RELU,
  /** {@code x} above 0, {@code 0.01 x} below. */
  LEAKY_RELU,
  /** {@code x} above 0, {@code e^x - 1} below. Clevert et al., arXiv:1511.07289. */
  ELU,
  /** {@code x Phi(x)}, with the error function. Hendrycks and Gimpel, arXiv:1606.08415. */
  GELU,
  /** The tanh approximation of {@link #GELU}. */
  GELU_TANH,
  /** {@code x / (1 + e^-x)}, also called swish. Elfwing et al., arXiv:1702.03118. */
  SILU,
  /** {@code x tanh(log(1 + e^x))}. Misra, arXiv:1908.08681. */
  MISH,
  /** {@code log(1 + e^x)}. */
  SOFTPLUS,
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** The hyperbolic tangent. */
  TANH;

  @Override
  public Tensor apply(Tensor x) {
    return switch (this) {
      case IDENTITY -> x;
      case RELU -> x.relu();
      case LEAKY_RELU -> x.leakyRelu(0.01);
      case ELU -> x.elu(1);
      case GELU -> x.gelu();
      case GELU_TANH -> x.geluTanh();
      case SILU -> x.silu();
      case MISH -> x.mish();
      case SOFTPLUS -> x.softplus();
      case SIGMOID -> x.sigmoid();
      case TANH -> x.tanh();
    };
  }
}

package dev.lanewise.graph.ir;

/**
 * A primitive operation with its static attributes. Whoever consumes operations switches over them
 * without a default branch, so that adding one is a matter of following the compiler's errors.
 */
public sealed interface Op
    permits Unary,
        Binary,
        Comparison,
        Elementwise,
        Movement,
        Reduction,
        DotGeneral,
        Convolution,
        Windowed,
        Indexing,
        RandomBits {

  /** The name in text, errors and events, in camel case: {@code reduceSum}. */
  String mnemonic();

  /** Turns the name of an enum constant into a mnemonic. */
  static String camelCase(String constant) {
    StringBuilder out = new StringBuilder(constant.length());
    boolean upper = false;
    for (int i = 0; i < constant.length(); i++) {
      char c = constant.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        out.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return out.toString();
  }
}

package dev.lanewise.kernels;

/**
 * How an operation is computed in vector lanes.
 *
 * @param owner the class that declares the lane function
 * @param name the function's name
 * @param type the element type of its operands
 * @param constant what the function takes after its operands, or {@link UnaryTable#NO_CONSTANT}
 */
record LaneForm(Class<?> owner, String name, ElementType type, Object constant) {
  LaneFunction function() {
    return LaneFunction.of(owner, name, type);
  }
}

package dev.lanewise.autodiff;

/**
 * The largest elements of windows and where they are.
 *
 * @param values with an element for each window
 * @param indices I32, of the same shape: the place of each value in the axes that windows move
 *     over, in row-major order
 */
public record MaxPool(Tensor values, Tensor indices) {}

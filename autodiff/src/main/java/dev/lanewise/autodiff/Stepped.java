package dev.lanewise.autodiff;

/**
 * What one step of an iteration gives.
 *
 * @param state the new state, of the structure and types of the old one
 * @param result what else the step has computed, such as the loss
 * @param <S> the type of the state
 * @param <R> the type of the result
 */
public record Stepped<S, R>(S state, R result) {}

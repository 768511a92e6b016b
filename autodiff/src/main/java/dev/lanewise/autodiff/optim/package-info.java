/** Optimisers and learning-rate schedules, as pure functions on trees of parameters. */
@NullMarked
package dev.lanewise.autodiff.optim;

import org.jspecify.annotations.NullMarked;

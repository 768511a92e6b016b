/** What the packages of this module share and nobody else sees. */
@NullMarked
package dev.lanewise.kernels.internal;

import org.jspecify.annotations.NullMarked;

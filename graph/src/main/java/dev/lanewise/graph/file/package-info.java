/** Writing files. */
@NullMarked
package dev.lanewise.graph.file;

import org.jspecify.annotations.NullMarked;

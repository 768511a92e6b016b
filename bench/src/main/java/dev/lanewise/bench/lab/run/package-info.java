/** Runs experiments in processes of their own with JMH, and keeps what came out. */
@NullMarked
package dev.lanewise.bench.lab.run;

import org.jspecify.annotations.NullMarked;

/** What a run tells its user: progress, charts and summaries. */
@NullMarked
package dev.lanewise.bench.report;

import org.jspecify.annotations.NullMarked;

/** What the engine tells the JDK's Flight Recorder, where there is one. */
@NullMarked
package dev.lanewise.graph.event;

import org.jspecify.annotations.NullMarked;

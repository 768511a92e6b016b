package dev.lanewise.graph.compile.emit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;

/** The names that all methods of a generated kernel share. */
final class Symbols {
  static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();

  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();

  /** The arguments of a call, and the number of rows, or of one row. */
  static final MethodTypeDesc ROWS =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          SEGMENT.arrayType(),
          LONGS,
          LONGS,
          ConstantDescs.CD_long,
          ConstantDescs.CD_int,
          SEGMENT);

  /** The field that says that pieces are to return at once. */
  static final String REHEARSING = "rehearsing";

  private Symbols() {}
}

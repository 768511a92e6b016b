package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/** Template: conversion element by element, through a double or through a long. */
final class ScalarConversionLoop implements UnaryLoop {
  /** What a copy is made for. */
  record Data(ElementType from, ElementType to) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final boolean FLOATING = Scalars.isFloating(DATA.from());
  private static final int IN_WIDTH = DATA.from().byteWidth();
  private static final int OUT_WIDTH = DATA.to().byteWidth();

  // One of the two readers belongs to the type; the other is of its family and never used.
  private static final Scalars.DoubleReader DOUBLES =
      Scalars.doubleReader(FLOATING ? DATA.from() : ElementType.F64);
  private static final Scalars.LongReader LONGS =
      Scalars.longReader(FLOATING ? ElementType.I64 : DATA.from());
  private static final Scalars.DoubleWriter FROM_DOUBLE = Scalars.doubleWriter(DATA.to());
  private static final Scalars.LongWriter FROM_LONG = Scalars.longWriter(DATA.to());

  @Override
  public void run(MemorySegment in, long inAt, MemorySegment out, long outAt, int n) {
    for (int i = 0; i < n; i++) {
      long from = inAt + (long) i * IN_WIDTH;
      long to = outAt + (long) i * OUT_WIDTH;
      if (FLOATING) {
        FROM_DOUBLE.write(out, to, DOUBLES.read(in, from));
      } else {
        FROM_LONG.write(out, to, LONGS.read(in, from));
      }
    }
  }
}

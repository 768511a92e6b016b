package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.scalar.ScalarOperation.Arithmetic;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.Arrays;

/**
 * Writes steps of a {@link ScalarCode} as straight-line bytecode into methods. Each scalar is one
 * local variable, or is left on the operand stack if the only step that uses it can take it from
 * there; a constant is loaded where it is used. A local variable is used again when the scalar in
 * it has been used for the last time, so that most have small numbers and short bytecodes.
 *
 * <p>Where scalars from outside come from, and where results go, is the caller's: an {@link
 * Outside}.
 */
final class ScalarEmitter {
  /** What is around the emitted steps. */
  interface Outside {
    /** Whether code after the emitted steps asks for a scalar; {@link #store} is called for it. */
    boolean isNeeded(int step);

    /** Puts a scalar that is an input, or that was computed before, on the operand stack. */
    void load(CodeBuilder code, int step);

    /** Takes note of, or copies, a scalar that was computed into a local variable. */
    void store(CodeBuilder code, int step, int local);
  }

  /** Deeper trees on the operand stack are cut, so that writing one is no deep recursion. */
  private static final int DEEPEST = 24;

  private static final int NOWHERE = -1;

  private final ScalarCode scalars;
  private final Outside outside;

  /** By step: the local variable that holds it, or {@link #NOWHERE}. */
  private final int[] local;

  /** By step: how many uses within the emitted steps are still to come. */
  private final int[] uses;

  /** By step: the depth of the tree on the operand stack, or 0 if it is not left there. */
  private final int[] depth;

  /** An emitter for any number of methods, one after the other. */
  ScalarEmitter(ScalarCode scalars, Outside outside) {
    this.scalars = scalars;
    this.outside = outside;
    this.local = new int[scalars.size()];
    this.uses = new int[scalars.size()];
    this.depth = new int[scalars.size()];
    Arrays.fill(local, NOWHERE);
  }

  /**
   * Writes the steps from one up to, but not with, another into a method.
   *
   * @param firstFree the first local variable that may be used
   */
  void emit(CodeBuilder code, int firstFree, int from, int to) {
    new Method(code, new LocalSlots(firstFree), from, to).emit();
  }

  /** Puts a constant on the operand stack. */
  static void loadConstant(CodeBuilder code, ScalarType type, Number value) {
    switch (type) {
      case INT -> code.loadConstant(value.intValue());
      case LONG -> code.loadConstant(value.longValue());
      case FLOAT -> code.loadConstant(value.floatValue());
      case DOUBLE -> code.loadConstant(value.doubleValue());
    }
  }

  /** The steps that go into one method. */
  private final class Method {
    private final CodeBuilder code;
    private final LocalSlots slots;
    private final int from;
    private final int to;

    Method(CodeBuilder code, LocalSlots slots, int from, int to) {
      this.code = code;
      this.slots = slots;
      this.from = from;
      this.to = to;
    }

    void emit() {
      countUses();
      findTrees();
      for (int step = from; step < to; step++) {
        if (scalars.isEmitted(step) && depth[step] == 0) {
          compute(step);
          keep(step);
        }
      }
      Arrays.fill(depth, from, to, 0);
    }

    private void countUses() {
      for (int step = from; step < to; step++) {
        if (scalars.isEmitted(step)) {
          ScalarStep s = scalars.step(step);
          for (int k = 0; k < s.operandCount(); k++) {
            uses[s.operand(k)]++;
          }
        }
      }
    }

    private void findTrees() {
      for (int step = from; step < to; step++) {
        if (scalars.isEmitted(step) && uses[step] == 1 && !outside.isNeeded(step)) {
          int deepest = 0;
          ScalarStep s = scalars.step(step);
          for (int k = 0; k < s.operandCount(); k++) {
            deepest = Math.max(deepest, depth[s.operand(k)]);
          }
          depth[step] = deepest < DEEPEST ? deepest + 1 : 0;
        }
      }
    }

    /** Takes a scalar that was just computed from the operand stack to where it will be sought. */
    private void keep(int step) {
      TypeKind kind = scalars.type(step).kind();
      int slot = slots.take(kind.slotSize());
      code.storeLocal(kind, slot);
      if (outside.isNeeded(step)) {
        outside.store(code, step, slot);
      }
      local[step] = slot;
      freeIfUsedUp(step, kind);
    }

    private void freeIfUsedUp(int step, TypeKind kind) {
      if (uses[step] == 0) {
        slots.give(local[step], kind.slotSize());
        local[step] = NOWHERE;
      }
    }

    /** Puts a scalar on the operand stack. */
    private void load(int step) {
      ScalarStep s = scalars.step(step);
      uses[step]--;
      if (s.operation() instanceof ScalarOperation.Constant constant) {
        loadConstant(code, s.type(), constant.value());
      } else if (depth[step] > 0) {
        compute(step);
      } else if (local[step] != NOWHERE) {
        code.loadLocal(s.type().kind(), local[step]);
        freeIfUsedUp(step, s.type().kind());
      } else {
        loadFromOutside(step, s.type().kind());
      }
    }

    private void loadFromOutside(int step, TypeKind kind) {
      outside.load(code, step);
      if (uses[step] > 0) {
        if (kind.slotSize() == 1) {
          code.dup();
        } else {
          code.dup2();
        }
        local[step] = slots.take(kind.slotSize());
        code.storeLocal(kind, local[step]);
      }
    }

    /** Leaves the result of a step on the operand stack. */
    private void compute(int step) {
      ScalarStep s = scalars.step(step);
      for (int k = 0; k < s.operandCount(); k++) {
        load(s.operand(k));
      }
      switch (s.operation()) {
        case Arithmetic arithmetic ->
            code.with(OperatorInstruction.of(opcode(arithmetic, s.type())));
        case ScalarOperation.Cast cast -> code.conversion(cast.from().kind(), s.type().kind());
        case ScalarOperation.Call call -> code.invokestatic(call.owner(), call.name(), call.type());
        case ScalarOperation.Input _, ScalarOperation.Constant _ ->
            throw new IllegalStateException("step " + step + " is not computed");
      }
    }
  }

  private static Opcode opcode(Arithmetic operation, ScalarType type) {
    return switch (operation) {
      case NEG -> ofType(type, Opcode.INEG, Opcode.LNEG, Opcode.FNEG, Opcode.DNEG);
      case ADD -> ofType(type, Opcode.IADD, Opcode.LADD, Opcode.FADD, Opcode.DADD);
      case SUB -> ofType(type, Opcode.ISUB, Opcode.LSUB, Opcode.FSUB, Opcode.DSUB);
      case MUL -> ofType(type, Opcode.IMUL, Opcode.LMUL, Opcode.FMUL, Opcode.DMUL);
      case DIV -> ofType(type, Opcode.IDIV, Opcode.LDIV, Opcode.FDIV, Opcode.DDIV);
      case REM -> ofType(type, Opcode.IREM, Opcode.LREM, Opcode.FREM, Opcode.DREM);
      case AND -> ofBits(type, Opcode.IAND, Opcode.LAND);
      case OR -> ofBits(type, Opcode.IOR, Opcode.LOR);
      case XOR -> ofBits(type, Opcode.IXOR, Opcode.LXOR);
    };
  }

  private static Opcode ofType(
      ScalarType type, Opcode ofInt, Opcode ofLong, Opcode ofFloat, Opcode ofDouble) {
    return switch (type) {
      case INT -> ofInt;
      case LONG -> ofLong;
      case FLOAT -> ofFloat;
      case DOUBLE -> ofDouble;
    };
  }

  private static Opcode ofBits(ScalarType type, Opcode ofInt, Opcode ofLong) {
    return switch (type) {
      case INT -> ofInt;
      case LONG -> ofLong;
      case FLOAT, DOUBLE -> throw new IllegalStateException("a bitwise operation on " + type);
    };
  }
}

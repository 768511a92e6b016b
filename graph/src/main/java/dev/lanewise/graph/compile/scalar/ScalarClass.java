package dev.lanewise.graph.compile.scalar;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the class of a {@link ScalarKernel}: a static method for each piece, and a method that
 * calls them in turn.
 */
final class ScalarClass implements ScalarEmitter.Outside {
  private static final ClassDesc KERNEL = ClassDesc.of(ScalarKernel.class.getName());
  private static final ClassDesc NAME =
      ClassDesc.of(ScalarClass.class.getPackageName() + ".Scalar");

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          ConstantDescs.CD_int.arrayType(),
          ConstantDescs.CD_long.arrayType(),
          ConstantDescs.CD_float.arrayType(),
          ConstantDescs.CD_double.arrayType());

  /** Of the arrays, which are the parameters of every static method. */
  private static final int ARRAYS = 4;

  /** The calls that one method makes, of some 8 bytes each. */
  private static final int CALLS = 200;

  /** Inputs and constants that one method copies to results, of some 10 bytes each. */
  private static final int COPIES = 200;

  private static final int PUBLIC_FINAL = ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL;

  private final ScalarCode scalars;
  private final ScalarLayout layout;
  private final List<ScalarPieces.Piece> pieces;

  ScalarClass(ScalarCode scalars, ScalarLayout layout, List<ScalarPieces.Piece> pieces) {
    this.scalars = scalars;
    this.layout = layout;
    this.pieces = pieces;
  }

  /** The bytes of the class, for a hidden class in this package. */
  byte[] bytes() {
    // Straight-line code needs no stack maps, so none are looked for.
    return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(NAME, this::write);
  }

  private void write(ClassBuilder type) {
    type.withVersion(ClassFile.JAVA_25_VERSION, 0)
        .withFlags(PUBLIC_FINAL | ClassFile.ACC_SUPER)
        .withInterfaceSymbols(KERNEL)
        .withMethodBody(
            ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void,
            ClassFile.ACC_PUBLIC,
            code ->
                code.aload(0)
                    .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
    List<String> methods = new ArrayList<>();
    ScalarEmitter emitter = new ScalarEmitter(scalars, this);
    for (ScalarPieces.Piece piece : pieces) {
      methods.add(
          method(
              type,
              "piece" + methods.size(),
              c -> emitter.emit(c, ARRAYS, piece.from(), piece.to())));
    }
    copies(type, methods);
    List<String> called = groups(type, methods);
    type.withMethodBody("run", RUN, PUBLIC_FINAL, code -> call(code, 1, called));
  }

  /** Methods that copy the results that no step computes: inputs and constants. */
  private void copies(ClassBuilder type, List<String> methods) {
    List<Integer> copied = new ArrayList<>();
    for (int r = 0; r < scalars.resultCount(); r++) {
      if (!scalars.step(scalars.result(r)).isComputed()) {
        copied.add(r);
      }
    }
    for (int from = 0; from < copied.size(); from += COPIES) {
      List<Integer> some = copied.subList(from, Math.min(copied.size(), from + COPIES));
      methods.add(method(type, "piece" + methods.size(), c -> some.forEach(r -> copy(c, r))));
    }
  }

  private void copy(CodeBuilder code, int result) {
    int step = scalars.result(result);
    ScalarType type = scalars.type(step);
    code.aload(array(type)).loadConstant(layout.resultPlace(result));
    if (scalars.step(step).operation() instanceof ScalarOperation.Constant constant) {
      ScalarEmitter.loadConstant(code, type, constant.value());
    } else {
      load(code, step);
    }
    code.arrayStore(type.kind());
  }

  /** Methods that call the given ones, so few that another method can call them all. */
  private static List<String> groups(ClassBuilder type, List<String> methods) {
    if (methods.size() <= CALLS) {
      return methods;
    }
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < methods.size(); from += CALLS) {
      List<String> some = methods.subList(from, Math.min(methods.size(), from + CALLS));
      String name = "group" + groups.size() + "of" + methods.size();
      type.withMethodBody(name, RUN, ClassFile.ACC_STATIC, code -> call(code, 0, some));
      groups.add(name);
    }
    return groups(type, groups);
  }

  private static String method(ClassBuilder type, String name, Consumer<CodeBuilder> body) {
    type.withMethodBody(
        name,
        RUN,
        ClassFile.ACC_STATIC,
        code -> {
          body.accept(code);
          code.return_();
        });
    return name;
  }

  private static void call(CodeBuilder code, int firstArray, List<String> methods) {
    for (String method : methods) {
      for (int i = 0; i < ARRAYS; i++) {
        code.aload(firstArray + i);
      }
      code.invokestatic(NAME, method, RUN);
    }
    code.return_();
  }

  /** The local variable of the array of a type. */
  private static int array(ScalarType type) {
    return switch (type) {
      case INT -> 0;
      case LONG -> 1;
      case FLOAT -> 2;
      case DOUBLE -> 3;
    };
  }

  @Override
  public boolean isNeeded(int step) {
    return layout.isKept(step);
  }

  @Override
  public void load(CodeBuilder code, int step) {
    ScalarType type = scalars.type(step);
    code.aload(array(type)).loadConstant(layout.place(step)).arrayLoad(type.kind());
  }

  @Override
  public void store(CodeBuilder code, int step, int local) {
    ScalarType type = scalars.type(step);
    TypeKind kind = type.kind();
    for (int place : layout.placesToWrite(step)) {
      code.aload(array(type)).loadConstant(place).loadLocal(kind, local).arrayStore(kind);
    }
  }
}

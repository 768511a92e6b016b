package dev.lanewise.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives every operation its own copy of a loop.
 *
 * <p>A loop shape is written once, as a template: a class without nested classes of its own code,
 * whose operation, types and strides are {@code static final} fields read from its class data. Each
 * copy is a hidden class made from the template's own class file with other class data, so the
 * just-in-time compiler sees constants and keeps a profile that no other operation can spoil. In
 * templates of vector loops the operation's code is moreover copied into place ({@link
 * LaneInliner}).
 */
final class Specialiser {
  private static final Lookup LOOKUP = MethodHandles.lookup();
  private static final ConcurrentMap<String, byte[]> CLASS_FILES = new ConcurrentHashMap<>();

  private Specialiser() {}

  /**
   * Returns an instance of a new copy of a template.
   *
   * @param loopType what the caller sees the copy as
   * @param template a class of this package with a constructor without parameters
   * @param data what {@link #data} returns inside the copy
   */
  static <T> T specialise(Class<T> loopType, Class<? extends T> template, Object data) {
    return define(loopType, classFile(template), data);
  }

  /**
   * Returns an instance of a new copy of a template whose call of {@link Placeholder} is replaced
   * by the code of a lane function.
   *
   * @param bits size of the vectors of numbers in the function, in bits
   */
  static <T> T specialise(
      Class<T> loopType,
      Class<? extends T> template,
      LaneFunction function,
      int bits,
      Object data) {
    return define(loopType, LaneInliner.inline(classFile(template), function, bits), data);
  }

  /**
   * Returns an instance of a new copy of a template of vector loops without a {@link Placeholder},
   * into which the lane functions that it calls are copied.
   */
  static <T> T specialiseLanes(Class<T> loopType, Class<? extends T> template, Object data) {
    return define(loopType, LaneInliner.inline(classFile(template)), data);
  }

  /** Returns an instance of a new class, which has a constructor without parameters. */
  static <T> T define(Class<T> loopType, byte[] classFile) {
    return define(loopType, classFile, null);
  }

  private static <T> T define(Class<T> loopType, byte[] classFile, @Nullable Object data) {
    try {
      Lookup copy =
          data == null
              ? LOOKUP.defineHiddenClass(classFile, true)
              : LOOKUP.defineHiddenClassWithClassData(classFile, data, true);
      Object loop =
          copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class)).invoke();
      return loopType.cast(loop);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make a copy of a loop", e);
    }
  }

  /**
   * Returns the class data of a copy; to be called from the template's static initialiser.
   *
   * @throws IllegalStateException if the caller is the template itself, which is never to be used
   */
  static <T> T data(Lookup copy, Class<T> type) {
    try {
      T data = MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, type);
      if (data == null) {
        throw new IllegalStateException(
            copy.lookupClass().getName() + " is a template: use a copy made by the specialiser");
      }
      return data;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] classFile(Class<?> template) {
    return CLASS_FILES.computeIfAbsent(template.getSimpleName(), Specialiser::readClassFile);
  }

  /** Returns the class file of a class of this package. */
  static byte[] classFile(String simpleName) {
    return CLASS_FILES.computeIfAbsent(simpleName, Specialiser::readClassFile);
  }

  private static byte[] readClassFile(String simpleName) {
    String name = simpleName + ".class";
    try (InputStream in = Specialiser.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class file is not readable as a resource: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.lanewise.autodiff.tree;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a record class is taken apart and put together. There is one for each class. */
final class RecordType {
  private static final ClassValue<RecordType> TYPES =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return new RecordType(type);
        }
      };

  private final Class<?> type;
  private final List<String> names;
  private final Class<?>[] components;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  private RecordType(Class<?> type) {
    this.type = type;
    RecordComponent[] parts = type.getRecordComponents();
    String[] partNames = new String[parts.length];
    this.components = new Class<?>[parts.length];
    this.accessors = new MethodHandle[parts.length];
    MethodHandles.Lookup lookup = lookup(type);
    for (int i = 0; i < parts.length; i++) {
      partNames[i] = parts[i].getName();
      components[i] = parts[i].getType();
      accessors[i] = accessor(lookup, parts[i].getAccessor());
    }
    this.names = List.of(partNames);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(components);
      this.constructor =
          lookup
              .unreflectConstructor(canonical)
              .asFixedArity()
              .asSpreader(Object[].class, parts.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw inaccessible(type, e);
    }
  }

  static RecordType of(Class<?> type) {
    return TYPES.get(type);
  }

  /**
   * Full access if the package is open to this module, as it always is on the class path; otherwise
   * what is public and exported.
   */
  private static MethodHandles.Lookup lookup(Class<?> type) {
    MethodHandles.Lookup own = MethodHandles.lookup();
    RecordType.class.getModule().addReads(type.getModule());
    try {
      return MethodHandles.privateLookupIn(type, own);
    } catch (IllegalAccessException e) {
      return own;
    }
  }

  private static MethodHandle accessor(MethodHandles.Lookup lookup, Method method) {
    try {
      return lookup.unreflect(method).asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw inaccessible(method.getDeclaringClass(), e);
    }
  }

  private static IllegalArgumentException inaccessible(Class<?> type, Exception cause) {
    Module module = type.getModule();
    return new IllegalArgumentException(
        "[tree] record %s is not accessible: add 'opens %s to %s;' to the module-info.java of %s"
            .formatted(
                type.getName(),
                type.getPackageName(),
                RecordType.class.getModule().isNamed()
                    ? RecordType.class.getModule().getName()
                    : "dev.lanewise.autodiff",
                module.isNamed() ? module.getName() : "its module"),
        cause);
  }

  Class<?> type() {
    return type;
  }

  List<String> names() {
    return names;
  }

  @Nullable Object component(Object tree, int index) {
    try {
      return accessors[index].invokeExact(tree);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("[tree] " + type.getName() + "." + names.get(index), e);
    }
  }

  Object construct(@Nullable Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (ClassCastException e) {
      requireFitting(values);
      throw e;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("[tree] the constructor of " + type.getName(), e);
    }
  }

  private void requireFitting(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      Class<?> declared = components[i];
      if (value != null && !declared.isPrimitive() && !declared.isInstance(value)) {
        throw new IllegalArgumentException(
            "[tree] %s.%s is declared as %s and cannot be built again: declare it as List or Map"
                .formatted(type.getName(), names.get(i), declared.getSimpleName()));
      }
    }
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}

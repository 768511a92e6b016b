package dev.lanewise.autodiff.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree without its tensors. Compared by content, static parts by their own equality. */
sealed interface Structure {
  /** The number of tensors. */
  int leaves();

  /** A tensor. */
  record Leaf() implements Structure {
    @Override
    public int leaves() {
      return 1;
    }
  }

  /** Anything that is no tensor and holds none; null too. */
  record Static(@Nullable Object value) implements Structure {
    @Override
    public int leaves() {
      return 0;
    }
  }

  /** A primitive array, which is static but has no equality of its own. The array is a copy. */
  record StaticArray(Object array, List<?> elements) implements Structure {
    @Override
    public int leaves() {
      return 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof StaticArray that
          && array.getClass() == that.array.getClass()
          && elements.equals(that.elements);
    }

    @Override
    public int hashCode() {
      return elements.hashCode();
    }
  }

  /** Something with parts in a fixed order. */
  record Branch(Kind kind, List<Structure> parts, int leaves, int hash) implements Structure {
    Branch(Kind kind, List<Structure> parts) {
      this(kind, List.copyOf(parts), leaves(parts), 31 * kind.hashCode() + parts.hashCode());
    }

    private static int leaves(List<Structure> parts) {
      int leaves = 0;
      for (Structure part : parts) {
        leaves += part.leaves();
      }
      return leaves;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Branch that
              && hash == that.hash
              && kind.equals(that.kind)
              && parts.equals(that.parts));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** What holds the parts of a {@link Branch}. */
  sealed interface Kind {
    /** The name of a part in a path, or null if it has none of its own. */
    @Nullable String name(int part);

    /** A record, whose parts are its components. */
    record OfRecord(RecordType type) implements Kind {
      @Override
      public String name(int part) {
        return type.names().get(part);
      }
    }

    /** A list. */
    record OfList() implements Kind {
      @Override
      public String name(int part) {
        return Integer.toString(part);
      }
    }

    /** An array of objects. */
    record OfArray(Class<?> componentType) implements Kind {
      @Override
      public String name(int part) {
        return Integer.toString(part);
      }
    }

    /** A map with these keys in ascending order. */
    record OfMap(List<Object> keys) implements Kind {
      @Override
      public String name(int part) {
        return keys.get(part) instanceof Enum<?> key ? key.name() : keys.get(part).toString();
      }
    }

    /** An optional, with one part or none. */
    record OfOptional() implements Kind {
      @Override
      public @Nullable String name(int part) {
        return null;
      }
    }
  }
}

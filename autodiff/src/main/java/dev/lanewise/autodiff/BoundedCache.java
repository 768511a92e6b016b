package dev.lanewise.autodiff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread-safe map that forgets the least recently used entry when it is full. A missing value is
 * made outside the lock: two threads that miss at once both make one, and the first is kept.
 */
final class BoundedCache<K, V> {
  private final Map<K, V> entries;

  BoundedCache(int capacity) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  V get(K key, Supplier<V> make) {
    V found = find(key);
    return found != null ? found : keep(key, make.get());
  }

  @Nullable V find(K key) {
    synchronized (entries) {
      return entries.get(key);
    }
  }

  /** Enters a value unless there is one already, and gives the one that stays. */
  V keep(K key, V value) {
    synchronized (entries) {
      V present = entries.putIfAbsent(key, value);
      return present == null ? value : present;
    }
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}

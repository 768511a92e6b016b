package dev.lanewise.graph;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Random graphs that are valid, reach every operation, and raise no error when they run. The same
 * seed gives the same graph.
 */
public final class RandomGraphs {

  /** A group of operations that are drawn together. */
  public enum Family {
    UNARY,
    BINARY,
    COMPARISON,
    /** Polygamma, select, clamp, convert. */
    ELEMENTWISE,
    /** Iota, constants, equal elements. */
    SOURCE,
    MOVEMENT,
    REDUCTION,
    CONTRACTION,
    INDEXING,
    RANDOM,
    /** Convolutions and windows. */
    WINDOW
  }

  /**
   * What graphs are drawn.
   *
   * @param nodes the number of draws; each adds a node and the constants and such that it needs
   * @param maxRank the largest rank
   * @param maxSize the largest number of elements of a value
   * @param dtypes the element types; BOOL and I32 come in through conditions and indices anyway
   * @param families the operations
   */
  public record Options(
      int nodes, int maxRank, int maxSize, Set<DType> dtypes, Set<Family> families) {

    /** Everything, in small. */
    public static Options all() {
      return new Options(12, 5, 200, EnumSet.allOf(DType.class), EnumSet.allOf(Family.class));
    }

    /** These options with other element types. */
    public Options withDtypes(Set<DType> others) {
      return new Options(nodes, maxRank, maxSize, others, families);
    }

    /** These options with other operations. */
    public Options withFamilies(Set<Family> others) {
      return new Options(nodes, maxRank, maxSize, dtypes, others);
    }

    /** These options with other sizes. */
    public Options withSizes(int otherNodes, int otherMaxSize) {
      return new Options(otherNodes, maxRank, otherMaxSize, dtypes, families);
    }
  }

  private final SplittableRandom random;
  private final Options options;
  private final List<DType> dtypes;
  private final List<Family> families;
  private final GraphBuilder builder = new GraphBuilder();
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(SplittableRandom random, Options options) {
    this.random = random;
    this.options = options;
    this.dtypes = List.copyOf(EnumSet.copyOf(options.dtypes()));
    this.families = List.copyOf(EnumSet.copyOf(options.families()));
  }

  /** A random graph. */
  public static Graph next(SplittableRandom random, Options options) {
    return new RandomGraphs(random, options).graph();
  }

  /** Random arguments for a graph, extreme values among them. */
  public static List<Literal> arguments(SplittableRandom random, Graph graph) {
    return arguments(random, graph, RandomLiterals.Values.EXTREME);
  }

  /** Random arguments for a graph. */
  public static List<Literal> arguments(
      SplittableRandom random, Graph graph, RandomLiterals.Values kind) {
    return graph.parameterTypes().stream()
        .map(type -> RandomLiterals.next(random, type, kind))
        .toList();
  }

  private Graph graph() {
    values.add(builder.parameter(new TensorType(anyOf(dtypes), shape())));
    values.add(builder.parameter(new TensorType(anyOf(dtypes), shape())));
    for (int i = 0; i < options.nodes(); i++) {
      if (random.nextInt(3) == 0) {
        builder.setSource(new StackTraceElement("Model", "loss", "Model.java", i + 1));
      }
      draw(anyOf(families));
    }
    List<Value> results = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      // Mostly late values, so that most nodes count.
      results.add(random.nextInt(6) == 0 ? anyOf(values) : recent(5));
    }
    return builder.build("random", results);
  }

  private void draw(Family family) {
    Value drawn =
        switch (family) {
          case UNARY -> unary();
          case BINARY -> binary();
          case COMPARISON -> {
            Value x = any();
            yield builder.add(anyOf(List.of(Comparison.values())), x, like(x.type()));
          }
          case ELEMENTWISE -> elementwise();
          case SOURCE -> source();
          case MOVEMENT -> new RandomMovements(this).next();
          case REDUCTION -> reduction();
          case CONTRACTION -> contraction();
          case INDEXING -> new RandomIndexing(this).next();
          case WINDOW -> new RandomWindows(this).next();
          case RANDOM ->
              builder.add(
                  new RandomBits(
                      new TensorType(random.nextBoolean() ? DType.I32 : DType.I64, shape())),
                  like(TensorType.of(DType.I32, 2)));
        };
    values.add(drawn);
  }

  private Value unary() {
    Value x = any();
    List<Unary> fitting =
        Arrays.stream(Unary.values()).filter(op -> op.accepts(x.dtype())).toList();
    return builder.add(anyOf(fitting), x);
  }

  private Value binary() {
    Value x = any();
    List<Binary> fitting =
        Arrays.stream(Binary.values()).filter(op -> op.accepts(x.dtype())).toList();
    Value y = random.nextInt(10) == 0 ? x : like(x.type());
    return random.nextBoolean()
        ? builder.add(anyOf(fitting), x, y)
        : builder.add(anyOf(fitting), y, x);
  }

  private Value elementwise() {
    return switch (random.nextInt(4)) {
      case 0 -> {
        Value x = any(v -> v.dtype().isFloating(), DType.F32);
        yield builder.add(new Elementwise.Polygamma(random.nextInt(4)), x);
      }
      case 1 -> {
        Value x = any();
        yield builder.select(like(x.type().as(DType.BOOL)), x, like(x.type()));
      }
      case 2 -> {
        Value x = any(v -> v.dtype().isNumeric(), DType.F32);
        yield builder.add(new Elementwise.Clamp(), like(x.type()), x, like(x.type()));
      }
      default -> builder.add(new Elementwise.Convert(anyOf(dtypes)), any());
    };
  }

  private Value source() {
    TensorType type = new TensorType(anyOf(dtypes), shape());
    if (type.rank() == 0 || !type.dtype().isNumeric() || random.nextBoolean()) {
      return fresh(type);
    }
    return builder.add(new Elementwise.Iota(type, random.nextInt(type.rank())));
  }

  private Value reduction() {
    Value x = any();
    int rank = x.type().rank();
    boolean argument = random.nextInt(4) == 0 && x.dtype().isNumeric() && rank > 0;
    if (argument) {
      int axis = random.nextInt(rank);
      if (x.shape().extent(axis) > 0) {
        return builder.add(
            new Reduction.ArgReduce(
                anyOf(List.of(Reduction.Extreme.values())),
                axis,
                random.nextBoolean() ? DType.I32 : DType.I64),
            x);
      }
    }
    List<Reduction.Kind> fitting =
        Arrays.stream(Reduction.Kind.values()).filter(kind -> kind.accepts(x.dtype())).toList();
    return builder.add(new Reduction.Reduce(anyOf(fitting), subset(rank)), x);
  }

  /** A product of a value with one whose axes are made to fit, in any order. */
  private Value contraction() {
    Value left = any(v -> v.dtype().isNumeric(), DType.F32);
    int[] role = IntStream.range(0, left.type().rank()).map(_ -> random.nextInt(3)).toArray();
    Ints shuffled = permutation(role.length);
    Ints contract = Ints.of(shuffled.stream().filter(axis -> role[axis] == 0).toArray());
    Ints batch = Ints.of(shuffled.stream().filter(axis -> role[axis] == 1).toArray());
    Shape free = random.nextInt(3) == 0 ? Shape.scalar() : Shape.of(random.nextInt(1, 5));
    Shape aligned = left.shape().select(contract).concat(left.shape().select(batch)).concat(free);
    Ints order = permutation(aligned.rank());
    Ints place = order.inverse();
    Value right = like(left.type().as(aligned.select(order)));
    Ints rightContract = Ints.of(place.stream().limit(contract.size()).toArray());
    Ints rightBatch = Ints.of(place.stream().skip(contract.size()).limit(batch.size()).toArray());
    Value product =
        builder.add(new DotGeneral(contract, rightContract, batch, rightBatch), left, right);
    return withinSize(product, left);
  }

  // What the generators of single families share.

  SplittableRandom random() {
    return random;
  }

  GraphBuilder builder() {
    return builder;
  }

  Options options() {
    return options;
  }

  /** A drawn value, or another if it is too large or of too high a rank to go on with. */
  Value withinSize(Value drawn, Value other) {
    boolean fits =
        drawn.type().size() <= options.maxSize() && drawn.type().rank() <= options.maxRank();
    return fits ? drawn : other;
  }

  /** Any value drawn so far; every other time one of the last few, so that chains come about. */
  Value any() {
    return random.nextBoolean() ? anyOf(values) : recent(3);
  }

  private Value recent(int count) {
    return values.get(values.size() - 1 - random.nextInt(Math.min(count, values.size())));
  }

  /** Any value that passes, or a fresh one of an element type that does. */
  Value any(Predicate<Value> test, DType otherwise) {
    List<Value> passing = values.stream().filter(test).toList();
    if (passing.isEmpty()) {
      Value fresh = fresh(new TensorType(otherwise, shape()));
      values.add(fresh);
      return fresh;
    }
    return anyOf(passing);
  }

  /** A value of the given type: one drawn before, or a new one. */
  Value like(TensorType type) {
    List<Value> same = values.stream().filter(v -> v.type().equals(type)).toList();
    if (!same.isEmpty() && random.nextInt(4) != 0) {
      return anyOf(same);
    }
    List<Value> sameShape = values.stream().filter(v -> v.shape().equals(type.shape())).toList();
    if (!sameShape.isEmpty() && random.nextInt(3) == 0) {
      return builder.convert(anyOf(sameShape), type.dtype());
    }
    return fresh(type);
  }

  /** A new value of the given type that depends on no other. */
  Value fresh(TensorType type) {
    return switch (random.nextInt(4)) {
      case 0 -> builder.parameter(type);
      case 1 -> builder.constant(RandomLiterals.next(random, type, RandomLiterals.Values.EXTREME));
      default -> {
        Value scalar = builder.constant(RandomLiterals.splat(random, type.dtype()));
        yield builder.broadcast(scalar, type.shape(), Ints.of());
      }
    };
  }

  <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A shape within the options; one in ten is empty, and axes of extent 1 are common. */
  Shape shape() {
    int[] extents = new int[random.nextInt(Math.min(options.maxRank(), 5) + 1)];
    int size = 1;
    for (int i = 0; i < extents.length; i++) {
      int room = Math.max(1, options.maxSize() / size);
      extents[i] =
          switch (random.nextInt(6)) {
            case 0 -> 1;
            case 1 -> random.nextInt(1, Math.min(room, 40) + 1);
            default -> random.nextInt(1, Math.min(room, 5) + 1);
          };
      size *= extents[i];
    }
    if (extents.length > 0 && random.nextInt(10) == 0) {
      extents[random.nextInt(extents.length)] = 0;
    }
    return Shape.of(extents);
  }

  /** Some of the numbers below a rank, ascending; now and then none or all. */
  Ints subset(int rank) {
    return Ints.of(IntStream.range(0, rank).filter(_ -> random.nextBoolean()).toArray());
  }

  /** A permutation of the numbers below a rank. */
  Ints permutation(int rank) {
    int[] order = Ints.range(0, rank).toArray();
    for (int i = rank - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return Ints.of(order);
  }
}

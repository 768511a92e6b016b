package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
  /** The kernels from a buffer's first write to its last use. */
  private record Life(Buffer buffer, int first, int last) {
    long end() {
      return buffer.offset() + buffer.paddedBytes();
    }

    boolean overlaps(Life other) {
      return buffer.offset() < other.end() && other.buffer.offset() < end();
    }
  }

  @Test
  void noTwoLiveBuffersOverlapInRandomGraphs() {
    for (int seed = 0; seed < 600; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int nodes = seed % 3 == 0 ? 60 : 12;
      Graph graph = RandomGraphs.next(random, RandomGraphs.Options.all().withSizes(nodes, 400));
      int[] donors = randomDonors(random, graph);
      Schedule schedule = Lowering.lower(graph, Products.JAVA, Loops.NONE, donors);
      MemoryPlanner.Plan plan = MemoryPlanner.plan(schedule, donors);
      check("seed " + seed, schedule, plan, donors);
    }
  }

  /** For each result a parameter of its type that no other result has, now and then. */
  static int[] randomDonors(SplittableRandom random, Graph graph) {
    int[] donors = new int[graph.results().size()];
    Arrays.fill(donors, -1);
    boolean[] taken = new boolean[graph.parameters().size()];
    for (int j = 0; j < donors.length; j++) {
      for (int i = 0; i < taken.length && donors[j] < 0; i++) {
        boolean fits = graph.resultTypes().get(j).equals(graph.parameterTypes().get(i));
        if (fits && !taken[i] && random.nextInt(4) != 0) {
          taken[i] = true;
          donors[j] = i;
        }
      }
    }
    return donors;
  }

  private static void check(
      String where, Schedule schedule, MemoryPlanner.Plan plan, int[] donors) {
    Map<Buffer, Life> lives = lives(schedule, plan);
    List<Life> slab = new ArrayList<>();
    long peak = 0;
    for (Life life : lives.values()) {
      assertThat(life.buffer().isPlaced()).as("%s: %s", where, life).isTrue();
      assertThat(life.buffer().offset() % 64).as("%s: %s", where, life).isZero();
      if (life.buffer().place() == Buffer.Place.SLAB && life.buffer().bytes() > 0) {
        slab.add(life);
        peak = Math.max(peak, life.end());
      }
    }
    assertThat(plan.slabBytes()).as(where).isEqualTo(peak);
    for (int a = 0; a < slab.size(); a++) {
      for (int b = a + 1; b < slab.size(); b++) {
        checkApart(where, schedule, slab.get(a), slab.get(b));
      }
    }
    checkResults(where, schedule, plan, donors, lives);
  }

  private static Map<Buffer, Life> lives(Schedule schedule, MemoryPlanner.Plan plan) {
    Map<Buffer, Life> lives = new HashMap<>();
    for (int k = 0; k < schedule.calls().size(); k++) {
      int kernel = k;
      List<Buffer> used = new ArrayList<>(schedule.calls().get(k).reads());
      used.addAll(schedule.calls().get(k).writes());
      for (Buffer buffer : used) {
        lives.merge(
            buffer,
            new Life(buffer, kernel, kernel),
            (before, now) -> new Life(buffer, before.first(), now.last()));
      }
    }
    for (MemoryPlanner.Move move : plan.moves()) {
      Life life = lives.get(move.from());
      lives.put(move.from(), new Life(move.from(), life.first(), schedule.calls().size()));
    }
    return lives;
  }

  /** Apart in time or in memory, or one takes the other's place in a kernel that allows it. */
  private static void checkApart(String where, Schedule schedule, Life one, Life two) {
    boolean inOrder = one.first() <= two.first();
    Life early = inOrder ? one : two;
    Life late = inOrder ? two : one;
    if (!early.overlaps(late) || early.last() < late.first()) {
      return;
    }
    KernelCall call = schedule.calls().get(late.first());
    boolean inPlace =
        early.last() == late.first()
            && early.buffer().offset() == late.buffer().offset()
            && early.buffer().bytes() == late.buffer().bytes()
            && call.writes().getFirst() == late.buffer()
            && call.reads().contains(early.buffer())
            && call.mayOverwrite(early.buffer());
    assertThat(inPlace).as("%s: %s and %s", where, early, late).isTrue();
  }

  private static void checkResults(
      String where,
      Schedule schedule,
      MemoryPlanner.Plan plan,
      int[] donors,
      Map<Buffer, Life> lives) {
    for (int j = 0; j < donors.length; j++) {
      Buffer result = schedule.results().get(j);
      if (donors[j] < 0) {
        assertThat(result.place()).as(where).isEqualTo(Buffer.Place.RESULT);
        assertThat(result.index()).as(where).isEqualTo(j);
        continue;
      }
      Buffer donor = schedule.parameters().get(donors[j]);
      boolean moved = plan.moves().stream().anyMatch(m -> m.from() == result && m.to() == donor);
      boolean inPlace = result.place() == Buffer.Place.ARGUMENT && result.index() == donors[j];
      assertThat(moved ^ inPlace).as("%s: result %d", where, j).isTrue();
      Life read = lives.get(donor);
      if (inPlace && result != donor && read != null) {
        int written = lives.get(result).first();
        boolean readBefore = read.last() < written;
        boolean over = read.last() == written && schedule.calls().get(written).mayOverwrite(donor);
        assertThat(readBefore || over).as("%s: result %d", where, j).isTrue();
      }
    }
  }

  @Test
  void aChainOfElementwiseKernelsNeedsOneBuffer() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 1_000));
    Value y = x;
    for (int i = 0; i < 20; i++) {
      y = b.add(Unary.SIN, y);
    }
    Graph graph = b.build("chain", List.of(y));
    Program program = Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {-1});
    assertThat(program.slabBytes()).isEqualTo(4_032);
    Program donating = Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {0});
    assertThat(donating.slabBytes()).isEqualTo(4_032);
  }

  @Test
  void anEarlyDeathMakesRoomForWhatComesLater() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 64, 64));
    Value kept = b.add(Unary.EXP, x);
    Value y = x;
    for (int i = 0; i < 10; i++) {
      // A transposition cannot work in place, so two buffers alternate.
      y = b.transpose(b.add(Unary.SIN, y), Ints.of(1, 0));
    }
    Graph graph = b.build("alternating", List.of(b.mul(kept, y)));
    Program program = Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {-1});
    assertThat(program.slabBytes()).isEqualTo(3 * 64 * 64 * 4);
  }
}

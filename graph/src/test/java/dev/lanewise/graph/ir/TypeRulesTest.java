package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.Mnemonics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For every operation: operands that fit and what they give, operands that do not and why. */
class TypeRulesTest {
  private static final Ints NONE = Ints.of();
  private static final Indexing.OutOfBounds CLIP = Indexing.OutOfBounds.CLIP;

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  private static TensorType i32(int... extents) {
    return TensorType.of(DType.I32, extents);
  }

  private static TensorType bool(int... extents) {
    return TensorType.of(DType.BOOL, extents);
  }

  /** An operation on operands, and the type or the message that comes of it. */
  record Row(Op op, List<TensorType> operands, Object outcome) {
    static Row good(TensorType result, Op op, TensorType... operands) {
      return new Row(op, List.of(operands), result);
    }

    static Row bad(String message, Op op, TensorType... operands) {
      return new Row(op, List.of(operands), message);
    }
  }

  static Stream<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Unary op : Unary.values()) {
      for (DType dtype : DType.values()) {
        TensorType type = TensorType.of(dtype, 2, 3);
        TensorType result = op == Unary.IS_FINITE ? bool(2, 3) : type;
        rows.add(
            op.accepts(dtype)
                ? Row.good(result, op, type)
                : Row.bad("[" + op.mnemonic() + "] does not take " + type, op, type));
      }
      rows.add(
          Row.bad(
              "[" + op.mnemonic() + "] takes 1 operands, given [F32[], F32[]]", op, f32(), f32()));
    }
    for (Binary op : Binary.values()) {
      for (DType dtype : DType.values()) {
        TensorType type = TensorType.of(dtype, 4);
        rows.add(
            op.accepts(dtype)
                ? Row.good(type, op, type, type)
                : Row.bad("[" + op.mnemonic() + "] does not take " + type, op, type, type));
      }
      rows.add(
          Row.bad(
              "[" + op.mnemonic() + "] operands must be of one type, given [I32[2], I32[3]]",
              op,
              i32(2),
              i32(3)));
    }
    for (Comparison op : Comparison.values()) {
      for (DType dtype : DType.values()) {
        rows.add(Row.good(bool(4), op, TensorType.of(dtype, 4), TensorType.of(dtype, 4)));
      }
      rows.add(
          Row.bad(
              "[" + op.mnemonic() + "] operands must be of one type, given [F32[], I32[]]",
              op,
              f32(),
              i32()));
    }
    return Stream.of(
            rows,
            elementwise(),
            movement(),
            windows(),
            reductions(),
            products(),
            spatial(),
            indexing())
        .flatMap(List::stream);
  }

  private static List<Row> elementwise() {
    Op select = new Elementwise.Select();
    Op clamp = new Elementwise.Clamp();
    return List.of(
        Row.good(f32(3), new Elementwise.Polygamma(2), f32(3)),
        Row.bad("[polygamma] does not take I32[3]", new Elementwise.Polygamma(2), i32(3)),
        Row.good(i32(3), select, bool(3), i32(3), i32(3)),
        Row.bad("[select] takes 3 operands, given [BOOL[], F32[]]", select, bool(), f32()),
        Row.bad("[select] the condition must be BOOL, was I32[3]", select, i32(3), f32(3), f32(3)),
        Row.bad("[select] the branches differ: F32[3] and I32[3]", select, bool(3), f32(3), i32(3)),
        Row.bad(
            "[select] the condition's shape [] is not the branches' [3]",
            select,
            bool(),
            f32(3),
            f32(3)),
        Row.good(f32(3), clamp, f32(3), f32(3), f32(3)),
        Row.bad("[clamp] does not take BOOL[3]", clamp, bool(3), bool(3), bool(3)),
        Row.bad(
            "[clamp] operands must be of one type, given [F32[], F32[3], F32[]]",
            clamp,
            f32(),
            f32(3),
            f32()),
        Row.good(bool(3), new Elementwise.Convert(DType.BOOL), f32(3)),
        Row.bad("[convert] takes 1 operands, given []", new Elementwise.Convert(DType.I32)),
        Row.good(i32(3, 4), new Elementwise.Iota(i32(3, 4), 1)),
        Row.bad("[iota] takes 0 operands, given [F32[]]", new Elementwise.Iota(i32(3), 0), f32()),
        Row.good(f32(), new Elementwise.Constant(Literal.scalar(DType.F32, 1))),
        Row.bad(
            "[constant] takes 0 operands, given [F32[]]",
            new Elementwise.Constant(Literal.scalar(DType.F32, 1)),
            f32()),
        Row.good(TensorType.of(DType.I64, 5), new RandomBits(TensorType.of(DType.I64, 5)), i32(2)),
        Row.bad("[randomBits] the key must be I32[2], was I32[3]", new RandomBits(i32(5)), i32(3)));
  }

  private static List<Row> spatial() {
    Window window = Window.of(Ints.of(1, 3), Ints.of(1, 2));
    Op sum = new Windowed.ReduceWindow(Reduction.Kind.SUM, window);
    Op scatter = new Windowed.SelectAndScatter(Windowed.Select.MAX, window);
    Op gather = new Windowed.SelectAndGather(Windowed.Select.MIN, window);
    Window space = Window.of(Ints.of(3), Ints.of(2)).withPadding(Ints.of(1), Ints.of(0));
    Convolution forward = new Convolution(Convolution.Kind.FORWARD, space, 2, Ints.of(9));
    Op byInput = forward.as(Convolution.Kind.INPUT_GRADIENT);
    Op byFilter = forward.as(Convolution.Kind.FILTER_GRADIENT);
    return List.of(
        Row.good(i32(4, 3), sum, i32(4, 8)),
        Row.good(f32(4, 0), sum, f32(4, 2)),
        Row.bad("[reduceWindow] does not take BOOL[4, 8]", sum, bool(4, 8)),
        Row.bad(
            "[reduceWindow] the window must have one entry for each axis of F32[8], was [1, 3]",
            sum,
            f32(8)),
        Row.good(f32(4, 8), scatter, f32(4, 8), f32(4, 3)),
        Row.bad(
            "[selectAndScatter] takes F32[4, 3] for windows of F32[4, 8], given F32[4, 4]",
            scatter,
            f32(4, 8),
            f32(4, 4)),
        Row.good(f32(4, 3), gather, f32(4, 8), f32(4, 8)),
        Row.bad(
            "[selectAndGather] operands must both be F32 or both F64: I32[4, 8], I32[4, 8]",
            gather,
            i32(4, 8),
            i32(4, 8)),
        Row.good(f32(5, 4, 4), forward, f32(5, 6, 9), f32(4, 3, 3)),
        Row.bad(
            "[convolution] 2 groups of filters F32[4, 3, 3] take 6 channels, given F32[5, 3, 9]",
            forward,
            f32(5, 3, 9),
            f32(4, 3, 3)),
        Row.bad(
            "[convolution] the filter must be [3] in space, was F32[4, 3, 2]",
            forward,
            f32(5, 6, 9),
            f32(4, 3, 2)),
        Row.bad(
            "[convolution] 3 filters are not divisible into 2 groups: F32[3, 3, 3]",
            forward,
            f32(5, 6, 9),
            f32(3, 3, 3)),
        Row.good(f32(5, 6, 9), byInput, f32(5, 4, 4), f32(4, 3, 3)),
        Row.bad(
            "[convolutionInputGradient] the output must be [4] in space, was F32[5, 4, 9]",
            byInput,
            f32(5, 4, 9),
            f32(4, 3, 3)),
        Row.good(f32(4, 3, 3), byFilter, f32(5, 6, 9), f32(5, 4, 4)),
        Row.bad(
            "[convolutionFilterGradient] batches differ: F32[5, 6, 9], F32[4, 4, 4]",
            byFilter,
            f32(5, 6, 9),
            f32(4, 4, 4)),
        Row.bad(
            "[convolutionFilterGradient] operands must both be F32 or both F64: F32[5, 6, 9],"
                + " I32[5, 4, 4]",
            byFilter,
            f32(5, 6, 9),
            i32(5, 4, 4)));
  }

  private static List<Row> movement() {
    return List.of(
        Row.good(
            f32(2, 3, 4), new Movement.BroadcastInDim(Shape.of(2, 3, 4), Ints.of(1, 2)), f32(1, 4)),
        Row.bad(
            "[broadcastInDim] axes must have one entry for each axis of F32[3], was []",
            new Movement.BroadcastInDim(Shape.of(3), NONE),
            f32(3)),
        Row.bad(
            "[broadcastInDim] axes [1, 0] must ascend within shape [3, 3]",
            new Movement.BroadcastInDim(Shape.of(3, 3), Ints.of(1, 0)),
            f32(3, 3)),
        Row.bad(
            "[broadcastInDim] axes [1] must ascend within shape [3]",
            new Movement.BroadcastInDim(Shape.of(3), Ints.of(1)),
            f32(3)),
        Row.bad(
            "[broadcastInDim] cannot broadcast F32[2] along axes [0] into shape [3]",
            new Movement.BroadcastInDim(Shape.of(3), Ints.of(0)),
            f32(2)),
        Row.good(f32(6), new Movement.Reshape(Shape.of(6)), f32(2, 3)),
        Row.bad(
            "[reshape] F32[2, 3] has 6 elements, shape [5] has 5",
            new Movement.Reshape(Shape.of(5)),
            f32(2, 3)),
        Row.good(f32(4, 2, 3), new Movement.Transpose(Ints.of(2, 0, 1)), f32(2, 3, 4)),
        Row.bad(
            "[transpose] permutation must have one entry for each axis of F32[2], was [0, 1]",
            new Movement.Transpose(Ints.of(0, 1)),
            f32(2)),
        Row.good(f32(2), new Movement.Slice(Ints.of(1), Ints.of(5), Ints.of(3)), f32(5)),
        Row.bad(
            "[slice] [1, 6) by 1 does not lie in axis 0 of F32[5]",
            new Movement.Slice(Ints.of(1), Ints.of(6), Ints.of(1)),
            f32(5)),
        Row.bad(
            "[slice] [3, 2) by 1 does not lie in axis 0 of F32[5]",
            new Movement.Slice(Ints.of(3), Ints.of(2), Ints.of(1)),
            f32(5)),
        Row.bad(
            "[slice] [0, 5) by 0 does not lie in axis 0 of F32[5]",
            new Movement.Slice(Ints.of(0), Ints.of(5), Ints.of(0)),
            f32(5)),
        Row.bad(
            "[slice] limits must have one entry for each axis of F32[5], was []",
            new Movement.Slice(Ints.of(0), NONE, Ints.of(1)),
            f32(5)),
        Row.good(f32(3, 4), new Movement.Concat(0), f32(1, 4), f32(2, 4)),
        Row.bad("[concat] takes at least one operand", new Movement.Concat(0)),
        Row.bad(
            "[concat] cannot join F32[2, 5] to F32[1, 4] along axis 0",
            new Movement.Concat(0),
            f32(1, 4),
            f32(2, 5)),
        Row.bad(
            "[concat] cannot join I32[4] to F32[4] along axis 0",
            new Movement.Concat(0),
            f32(4),
            i32(4)),
        Row.bad("[concat] axes [0] are out of range for F32[]", new Movement.Concat(0), f32()),
        Row.bad(
            "[concat] the joined axis has 2147483648 elements",
            new Movement.Concat(0),
            f32(1 << 30),
            f32(1 << 30)),
        Row.good(f32(2, 3), new Movement.Reverse(Ints.of(1)), f32(2, 3)),
        Row.bad(
            "[reverse] axes [2] are out of range for F32[2, 3]",
            new Movement.Reverse(Ints.of(2)),
            f32(2, 3)),
        Row.bad(
            "[reverse] axes [1, 1] repeat one", new Movement.Reverse(Ints.of(1, 1)), f32(2, 3)));
  }

  private static List<Row> windows() {
    Op pad = new Movement.Pad(Ints.of(-1), Ints.of(2), Ints.of(3));
    Op slice = new Movement.DynamicSlice(Shape.of(2, 3));
    Op update = new Movement.DynamicUpdateSlice();
    return List.of(
        Row.good(f32(10), pad, f32(3), f32()),
        Row.bad(
            "[pad] the padding of F32[3] must be a scalar of its type, was I32[]",
            pad,
            f32(3),
            i32()),
        Row.bad(
            "[pad] the padding of F32[3] must be a scalar of its type, was F32[1]",
            pad,
            f32(3),
            f32(1)),
        Row.bad(
            "[pad] interior padding must not be negative, was [-1]",
            new Movement.Pad(Ints.of(0), Ints.of(0), Ints.of(-1)),
            f32(3),
            f32()),
        Row.bad(
            "[pad] padding by (-2, -2, 0) leaves -1 along axis 0 of F32[3]",
            new Movement.Pad(Ints.of(-2), Ints.of(-2), Ints.of(0)),
            f32(3),
            f32()),
        Row.bad("[pad] takes 2 operands, given [F32[3]]", pad, f32(3)),
        Row.good(f32(2, 3), slice, f32(4, 3), i32(), i32()),
        Row.bad("[dynamicSlice] takes an operand and its starts, given nothing", slice),
        Row.bad(
            "[dynamicSlice] takes one start for each axis of F32[4, 3], given 1",
            slice,
            f32(4, 3),
            i32()),
        Row.bad(
            "[dynamicSlice] the starts must be scalar integers of one type, given F32[]",
            slice,
            f32(4, 3),
            f32(),
            f32()),
        Row.bad(
            "[dynamicSlice] the starts must be scalar integers of one type, given I64[]",
            slice,
            f32(4, 3),
            i32(),
            TensorType.scalar(DType.I64)),
        Row.bad(
            "[dynamicSlice] a window of [2, 3] does not fit in F32[1, 3]",
            slice,
            f32(1, 3),
            i32(),
            i32()),
        Row.good(f32(4), update, f32(4), f32(2), i32()),
        Row.bad("[dynamicUpdateSlice] takes an operand, an update and the starts", update, f32()),
        Row.bad(
            "[dynamicUpdateSlice] cannot write I32[2] into F32[4]", update, f32(4), i32(2), i32()),
        Row.bad(
            "[dynamicUpdateSlice] a window of [5] does not fit in F32[4]",
            update,
            f32(4),
            f32(5),
            i32()));
  }

  private static List<Row> reductions() {
    List<Row> rows = new ArrayList<>();
    for (Reduction.Kind kind : Reduction.Kind.values()) {
      Op op = new Reduction.Reduce(kind, Ints.of(0, 2));
      for (DType dtype : DType.values()) {
        TensorType type = TensorType.of(dtype, 2, 3, 4);
        rows.add(
            kind.accepts(dtype)
                ? Row.good(TensorType.of(dtype, 3), op, type)
                : Row.bad("[" + op.mnemonic() + "] does not take " + type, op, type));
      }
      rows.add(
          Row.bad(
              "[" + op.mnemonic() + "] axes [0, 2] are out of range for I32[2, 3]", op, i32(2, 3)));
    }
    for (Reduction.Extreme extreme : Reduction.Extreme.values()) {
      Op op = new Reduction.ArgReduce(extreme, 1, DType.I64);
      rows.add(Row.good(TensorType.of(DType.I64, 2), op, f32(2, 3)));
      rows.add(Row.bad("[" + op.mnemonic() + "] does not take BOOL[2, 3]", op, bool(2, 3)));
      rows.add(Row.bad("[" + op.mnemonic() + "] axis 1 of F32[2, 0] is empty", op, f32(2, 0)));
      rows.add(Row.bad("[" + op.mnemonic() + "] axes [1] are out of range for F32[2]", op, f32(2)));
    }
    return rows;
  }

  private static List<Row> products() {
    Op batched = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
    return List.of(
        Row.good(f32(2, 4), DotGeneral.matmul(), f32(2, 3), f32(3, 4)),
        Row.good(i32(5, 2, 4), batched, i32(5, 2, 3), i32(5, 3, 4)),
        Row.bad(
            "[dotGeneral] inner dimensions differ: F32[128, 784] x F32[512, 256], contracting axes"
                + " [1] with [0]",
            DotGeneral.matmul(),
            f32(128, 784),
            f32(512, 256)),
        Row.bad(
            "[dotGeneral] batch dimensions differ: F32[5, 2, 3] x F32[6, 3, 4], aligning axes [0]"
                + " with [0]",
            batched,
            f32(5, 2, 3),
            f32(6, 3, 4)),
        Row.bad(
            "[dotGeneral] operands must be of one numeric type: F32[2, 3] x I32[3, 4]",
            DotGeneral.matmul(),
            f32(2, 3),
            i32(3, 4)),
        Row.bad(
            "[dotGeneral] operands must be of one numeric type: BOOL[2, 3] x BOOL[3, 4]",
            DotGeneral.matmul(),
            bool(2, 3),
            bool(3, 4)),
        Row.bad(
            "[dotGeneral] axes [1] are out of range for F32[3]",
            DotGeneral.matmul(),
            f32(3),
            f32(3, 4)));
  }

  private static Op gather(
      Ints offset, Ints collapsed, Ints batch, Ints indicesBatch, Ints starts, Ints sizes) {
    return new Indexing.Gather(
        new Indexing.WindowMap(offset, collapsed, batch, indicesBatch, starts), sizes, CLIP);
  }

  private static List<Row> indexing() {
    Op rows = gather(Ints.of(1), Ints.of(0), NONE, NONE, Ints.of(0), Ints.of(1, 3));
    Op batched = gather(NONE, Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1), Ints.of(1, 1));
    Op scatter =
        new Indexing.ScatterAdd(
            new Indexing.WindowMap(Ints.of(1), Ints.of(0), NONE, NONE, Ints.of(0)),
            Ints.of(1, 3),
            CLIP);
    return List.of(
        Row.good(f32(7, 3), rows, f32(5, 3), i32(7, 1)),
        Row.good(bool(7, 3), rows, bool(5, 3), TensorType.of(DType.I64, 7, 1)),
        Row.good(f32(0, 3), rows, f32(0, 3), i32(0, 1)),
        Row.good(f32(5, 9), batched, f32(5, 3), i32(5, 9, 1)),
        Row.bad("[gather] takes 2 operands, given [F32[5, 3]]", rows, f32(5, 3)),
        Row.bad(
            "[gather] the indices must be integers of rank 1 or more, were F32[7, 1]",
            rows,
            f32(5, 3),
            f32(7, 1)),
        Row.bad(
            "[gather] the indices must be integers of rank 1 or more, were I32[]",
            rows,
            f32(5, 3),
            i32()),
        Row.bad(
            "[gather] the last axis of the indices I32[7, 2] must hold one component for each of"
                + " [0]",
            rows,
            f32(5, 3),
            i32(7, 2)),
        Row.bad(
            "[gather] a window of [1, 3] does not fit in F32[5, 2]", rows, f32(5, 2), i32(7, 1)),
        Row.bad(
            "[gather] axis 0 is collapsed or a batch axis, so its window must be 1, was 2",
            gather(Ints.of(1), Ints.of(0), NONE, NONE, Ints.of(0), Ints.of(2, 3)),
            f32(5, 3),
            i32(7, 1)),
        Row.bad(
            "[gather] offset axes [0, 1] must ascend and name 1 of the result's 2 axes",
            gather(Ints.of(0, 1), Ints.of(0), NONE, NONE, Ints.of(0), Ints.of(1, 3)),
            f32(5, 3),
            i32(7, 1)),
        Row.bad(
            "[gather] offset axes [2] must ascend and name 1 of the result's 2 axes",
            gather(Ints.of(2), Ints.of(0), NONE, NONE, Ints.of(0), Ints.of(1, 3)),
            f32(5, 3),
            i32(7, 1)),
        Row.bad(
            "[gather] batch axes [0] of F32[5, 3] and [0] of the indices I32[6, 9, 1] differ in"
                + " extent",
            batched,
            f32(5, 3),
            i32(6, 9, 1)),
        Row.bad(
            "[gather] batch axes [0] of F32[5, 3] do not pair up with axes [] of the indices"
                + " I32[5, 9, 1]",
            gather(NONE, Ints.of(1), Ints.of(0), NONE, Ints.of(1), Ints.of(1, 1)),
            f32(5, 3),
            i32(5, 9, 1)),
        Row.bad(
            "[gather] axes [0, 0] repeat one",
            gather(Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(0), Ints.of(1), Ints.of(1, 3)),
            f32(5, 3),
            i32(5, 1)),
        Row.good(f32(5, 3), scatter, f32(5, 3), i32(7, 1), f32(7, 3)),
        Row.bad(
            "[scatterAdd] the updates must be F32[7, 3], were F32[6, 3]",
            scatter,
            f32(5, 3),
            i32(7, 1),
            f32(6, 3)),
        Row.bad(
            "[scatterAdd] does not take BOOL[5, 3]", scatter, bool(5, 3), i32(7, 1), bool(7, 3)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void operandsGiveATypeOrAMessage(Row row) {
    if (row.outcome() instanceof TensorType type) {
      assertThat(TypeRules.infer(row.op(), row.operands(), null)).containsExactly(type);
    } else {
      assertThatThrownBy(() -> TypeRules.infer(row.op(), row.operands(), null))
          .isInstanceOfSatisfying(
              OpException.class,
              e -> {
                assertThat(e).hasMessage((String) row.outcome());
                assertThat(e.op()).isEqualTo(row.op().mnemonic());
                assertThat(e.operandTypes()).isEqualTo(row.operands());
                assertThat(e.source()).isNull();
              });
    }
  }

  @Test
  void everyOperationHasGoodAndBadOperands() {
    Set<String> good = new TreeSet<>();
    Set<String> bad = new TreeSet<>();
    rows()
        .forEach(
            row -> (row.outcome() instanceof TensorType ? good : bad).add(row.op().mnemonic()));
    assertThat(good).containsExactlyInAnyOrderElementsOf(Mnemonics.ALL);
    assertThat(bad).containsExactlyInAnyOrderElementsOf(Mnemonics.ALL);
  }

  @Test
  void messagesEndWithTheUsersLine() {
    StackTraceElement line = new StackTraceElement("Model", "loss", "Model.java", 7);
    assertThatThrownBy(() -> TypeRules.infer(Unary.EXP, List.of(i32()), line))
        .hasMessage("[exp] does not take I32[]\n    at Model.loss(Model.java:7)")
        .isInstanceOfSatisfying(OpException.class, e -> assertThat(e.source()).isEqualTo(line));
  }

  private static void assertRefused(ThrowingCallable creation, String message) {
    assertThatThrownBy(creation).isInstanceOf(OpException.class).hasMessage(message);
  }

  @Test
  void attributesAreCheckedBeforeOperands() {
    assertRefused(
        () -> new Elementwise.Polygamma(-1), "[polygamma] order must not be negative, was -1");
    assertRefused(
        () -> new Elementwise.Iota(f32(3), 1), "[iota] axis 1 is out of range for F32[3]");
    assertRefused(
        () -> new Elementwise.Iota(bool(3), 0), "[iota] a numeric type is needed, given BOOL[3]");
    assertRefused(
        () -> new Movement.Transpose(Ints.of(0, 0)),
        "[transpose] [0, 0] is not a permutation of the axes");
    assertRefused(
        () -> new Reduction.Reduce(Reduction.Kind.SUM, Ints.of(1, 0)),
        "[reduceSum] axes must be ascending and distinct, were [1, 0]");
    assertRefused(
        () -> new Reduction.Reduce(Reduction.Kind.MAX, Ints.of(-1)),
        "[reduceMax] axes must be ascending and distinct, were [-1]");
    assertRefused(
        () -> new Reduction.ArgReduce(Reduction.Extreme.MIN, 0, DType.F32),
        "[argMin] index type must be I32 or I64, was F32");
    assertRefused(
        () -> new DotGeneral(Ints.of(0), NONE, NONE, NONE),
        "[dotGeneral] axes do not pair up: contracting [0] with [], batching [] with []");
    assertRefused(
        () -> new DotGeneral(Ints.of(0), Ints.of(0), Ints.of(0), Ints.of(1)),
        "[dotGeneral] an axis is named twice in [0, 0]");
    assertRefused(
        () -> Window.of(Ints.of(3, 0), Ints.of(1, 1)),
        "[window] size must be at least 1 on every axis, was [3, 0]");
    assertRefused(
        () -> Window.of(Ints.of(3), Ints.of(1, 1)),
        "[window] attributes must have one entry an axis each: size=[3], stride=[1, 1], low=[0],"
            + " high=[0], baseDilation=[1], dilation=[1]");
    Window window = Window.of(Ints.of(3), Ints.of(1));
    assertRefused(
        () -> new Windowed.ReduceWindow(Reduction.Kind.AND, window),
        "[reduceWindow] does not reduce by AND");
    assertRefused(
        () -> new Convolution(Convolution.Kind.FORWARD, window, 0, Ints.of(9)),
        "[convolution] groups must be at least 1, was 0");
    assertRefused(
        () -> new Convolution(Convolution.Kind.FORWARD, window, 1, Ints.of(9, 9)),
        "[convolution] takes 1 to 3 spatial axes, given a window of 1 over extents [9, 9]");
    assertRefused(() -> new RandomBits(f32(3)), "[randomBits] bits come as I32 or I64, not as F32");
  }

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void swappingTwiceIsNotSwapping(Comparison op) {
    assertThat(op.swapped().swapped()).isEqualTo(op);
  }

  @Test
  void mnemonicsAreDistinct() {
    List<String> all =
        Stream.<Op[]>of(Unary.values(), Binary.values(), Comparison.values())
            .flatMap(Arrays::stream)
            .map(Op::mnemonic)
            .toList();
    assertThat(all).doesNotHaveDuplicates().contains("erfInv", "shiftRightLogical", "isFinite");
  }
}

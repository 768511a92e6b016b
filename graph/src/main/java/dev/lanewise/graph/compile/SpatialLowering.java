package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import dev.lanewise.kernels.conv.ConvGeometry;
import dev.lanewise.kernels.conv.ConvPlan;
import dev.lanewise.kernels.conv.WindowPlan;
import java.util.ArrayList;
import java.util.List;

/** Lowers convolutions and windows. */
final class SpatialLowering {
  private final Lowering lowering;
  private final Node node;

  SpatialLowering(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
  }

  void lower(Convolution op) {
    Buffer left = lowering.dense(node.operand(0));
    Buffer right = lowering.dense(node.operand(1));
    Buffer out = lowering.define(node.result()).buffer();
    ConvPlan plan =
        ConvPlan.of(geometry(op, node), kind(op.kind()), KernelNames.of(node.result().dtype()));
    ConvolutionCall.phases(node, plan, left, right, out).forEach(lowering::add);
  }

  private static ConvPlan.Kind kind(Convolution.Kind kind) {
    return switch (kind) {
      case FORWARD -> ConvPlan.Kind.FORWARD;
      case INPUT_GRADIENT -> ConvPlan.Kind.INPUT_GRADIENT;
      case FILTER_GRADIENT -> ConvPlan.Kind.FILTER_GRADIENT;
    };
  }

  private static ConvGeometry geometry(Convolution op, Node node) {
    Shape left = node.operand(0).shape();
    Shape right = node.operand(1).shape();
    int inputs =
        switch (op.kind()) {
          case FORWARD, FILTER_GRADIENT -> left.extent(1);
          case INPUT_GRADIENT -> op.groups() * right.extent(1);
        };
    int outputs =
        switch (op.kind()) {
          case FORWARD, INPUT_GRADIENT -> right.extent(0);
          case FILTER_GRADIENT -> right.extent(1);
        };
    Window window = op.window();
    ConvGeometry.Axis[] axes = new ConvGeometry.Axis[window.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = axis(window, i, op.inputExtents().get(i));
    }
    return ConvGeometry.of(left.extent(0), inputs, outputs, op.groups(), axes);
  }

  void lower(Windowed op) {
    DType dtype = node.result().dtype();
    if (dtype != DType.F32 && dtype != DType.F64) {
      lowering.interpret(node);
      return;
    }
    Shape shape = node.operand(0).shape();
    List<ConvGeometry.Axis> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      axes.add(axis(op.window(), i, shape.extent(i)));
    }
    if (axes.isEmpty()) {
      axes.add(ConvGeometry.Axis.of(1, 1, 1, 0, 0));
    }
    WindowPlan plan = WindowPlan.of(axes, kind(op), KernelNames.of(dtype));
    List<Buffer> operands = node.operands().stream().map(lowering::dense).toList();
    Buffer out = lowering.define(node.result()).buffer();
    lowering.add(new WindowedCall(node, plan, operands, out));
  }

  private static ConvGeometry.Axis axis(Window window, int i, int extent) {
    return new ConvGeometry.Axis(
        extent,
        window.size().get(i),
        window.stride().get(i),
        window.low().get(i),
        window.high().get(i),
        window.baseDilation().get(i),
        window.dilation().get(i));
  }

  private static WindowPlan.Kind kind(Windowed op) {
    return switch (op) {
      case Windowed.ReduceWindow reduce ->
          switch (reduce.kind()) {
            case SUM -> WindowPlan.Kind.SUM;
            case PROD -> WindowPlan.Kind.PROD;
            case MAX -> WindowPlan.Kind.MAX;
            case MIN -> WindowPlan.Kind.MIN;
            case AND, OR -> throw new IllegalStateException("no window reduces by " + reduce);
          };
      case Windowed.SelectAndGather gather ->
          gather.select() == Windowed.Select.MAX
              ? WindowPlan.Kind.GATHER_MAX
              : WindowPlan.Kind.GATHER_MIN;
      case Windowed.SelectAndScatter scatter ->
          scatter.select() == Windowed.Select.MAX
              ? WindowPlan.Kind.SCATTER_MAX
              : WindowPlan.Kind.SCATTER_MIN;
    };
  }
}

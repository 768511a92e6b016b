package dev.lanewise.bench.peers;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Twenty operations on tensors without axes, and the gradient. */
final class ScalarExpression extends LibTorchTask {
  private final Tensor p;
  private final Tensor q;
  private final Tensor r;
  private final Tensor s;
  private final TensorVector at;
  private final TensorVector noCotangent = new TensorVector();

  ScalarExpression(List<HostArray> inputs) {
    this.p = parameter(inputs.get(0));
    this.q = parameter(inputs.get(1));
    this.r = parameter(inputs.get(2));
    this.s = parameter(inputs.get(3));
    this.at = new TensorVector(p, q, r, s);
  }

  @Override
  List<Tensor> step() {
    Tensor t1 = p.mul(q).add(r.sin()).tanh();
    Tensor t2 = p.mul(r).cos().mul(t1);
    Tensor t3 = t2.sub(q).exp().add(s);
    Tensor t4 = t3.log().mul(p);
    Tensor t5 = s.add(t4.mul(t4)).sqrt();
    Tensor t6 = t5.div(t3).sub(t2);
    Tensor value = t6.mul(r).add(t1).add(t4);
    return concat(value, gradients(value, at, noCotangent));
  }
}

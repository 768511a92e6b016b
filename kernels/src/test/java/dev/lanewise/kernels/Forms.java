package dev.lanewise.kernels;

/** For tests in other packages: fixes the form of all loops that have two. */
public enum Forms {
  SCALAR(LoopForm.SCALAR),
  VECTOR(LoopForm.VECTOR),
  ADAPTIVE(LoopForm.ADAPTIVE);

  private final LoopForm form;

  Forms(LoopForm form) {
    this.form = form;
  }

  public void fix() {
    form.fix();
  }
}

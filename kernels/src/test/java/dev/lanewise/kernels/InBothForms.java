package dev.lanewise.kernels;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the tests of a class with scalar and with vector loops: its constructor takes a {@link
 * LoopForm} and fixes it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = LoopForm.class,
    names = {"SCALAR", "VECTOR"})
@ExtendWith(InBothForms.Release.class)
@interface InBothForms {
  /** Lets loops choose again. */
  class Release implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
      LoopForm.ADAPTIVE.fix();
    }
  }
}

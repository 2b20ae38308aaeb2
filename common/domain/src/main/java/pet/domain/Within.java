package pet.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a contract's method whose callers have something else to do if the answer takes longer: a
 * call to another process is given up then, with {@code UNAVAILABLE}, though the process's own
 * deadline may be later.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Within {

  /** With everything: connecting, repeats, reading the answer. */
  int millis();
}

package pet.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a contract's method as one that can be called twice with the same arguments and has one
 * effect, so that a call that was lost on its way may be sent again. {@code GET}, {@code PUT} and
 * {@code DELETE} are so by what they mean; a {@code POST} is if the request carries a key of its
 * caller, such as a delivery's id, by which the implementation knows it again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MayRepeat {}

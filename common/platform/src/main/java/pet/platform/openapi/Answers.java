package pet.platform.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import pet.domain.ProblemCode;

/** For the OpenAPI document: what a resource method answers, where its signature does not say. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {

  /** The body. */
  Class<?> value() default Void.class;

  /** Whether the body is a page of those. */
  boolean page() default false;

  /** In which forms, if not those of {@code @Produces}. */
  String[] mediaTypes() default {};

  /** When it was done. */
  int[] status() default 200;

  /** Whether it has an ETag; reads that take the request's conditions have one anyway. */
  boolean etag() default false;

  /** Whether a 201 tells where what it made is. */
  boolean location() default true;

  /** Where it is other than what the signature lets one expect. */
  String cacheControl() default "";

  /** Refusals of its own, beside those that the signature lets one expect. */
  ProblemCode[] problems() default {};
}

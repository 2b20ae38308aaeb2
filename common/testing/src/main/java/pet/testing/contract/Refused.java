package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;

/** Refusals to the letter: class, code, words and fields. */
final class Refused {

  private Refused() {}

  static void assertInvalid(ThrowingCallable call, FieldError... errors) {
    Throwable thrown = catchThrowable(call);

    assertThat(thrown)
        .isExactlyInstanceOf(InvalidInput.class)
        .hasMessage(new InvalidInput(List.of(errors)).getMessage());
    InvalidInput refused = (InvalidInput) thrown;
    assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_INPUT);
    assertThat(refused.errors()).containsExactly(errors);
  }

  static void assertNotFound(ThrowingCallable call, String what) {
    Throwable thrown = catchThrowable(call);

    assertThat(thrown)
        .isExactlyInstanceOf(DomainException.class)
        .hasMessage("There is no such " + what + ".");
    DomainException refused = (DomainException) thrown;
    assertThat(refused.code()).isEqualTo(ProblemCode.NOT_FOUND);
    assertThat(refused.errors()).isEmpty();
  }
}

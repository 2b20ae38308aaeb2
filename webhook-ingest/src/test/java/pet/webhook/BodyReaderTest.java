package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.DataSize;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

class BodyReaderTest {

  private static final int MIB = 1024 * 1024;

  private final MetricRegistry registry = new MetricRegistry();

  private BodyReader bodies() {
    IntakeLimits limits = new IntakeLimits(DataSize.mebibytes(2), null, null, null);
    return new BodyReader(limits, new WebhookMetrics(registry));
  }

  private long held() {
    return ((Number) registry.getGauges().get("webhook.held.bytes").getValue()).longValue();
  }

  private long rejected(String why) {
    return registry.meter("webhook.rejected.stripe." + why).getCount();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000, MIB})
  void aBodyIsReadAsItIs(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    byte[] read =
        bodies()
            .with(
                "stripe",
                new ByteArrayInputStream(body),
                bytes -> {
                  assertThat(held()).isGreaterThanOrEqualTo(length);
                  return bytes;
                });
    assertThat(read).isEqualTo(body);
    assertThat(held()).isZero();
  }

  @Test
  void whatIsNoGzipIsCountedAsOneThatDidNotComeWhole() {
    InputStream broken =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] buffer, int offset, int length) {
            throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is not gzip.");
          }
        };
    BodyReader bodies = bodies();
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> bodies.with("stripe", broken, body -> body))
        .returns(ProblemCode.MALFORMED_BODY, DomainException::code);
    assertThat(rejected("incomplete")).isEqualTo(1);
    assertThat(rejected("overload")).isZero();
    assertThat(held()).isZero();
  }

  @Test
  void whatDoesNotFitIsToldToComeAgain() {
    BodyReader bodies = bodies();
    InputStream large = new ByteArrayInputStream(new byte[MIB]);
    bodies.with(
        "stripe",
        new ByteArrayInputStream(new byte[MIB - 1]),
        first -> {
          assertThatExceptionOfType(DomainException.class)
              .isThrownBy(() -> bodies.with("stripe", large, second -> second))
              .returns(ProblemCode.UNAVAILABLE, DomainException::code);
          // A small one still fits.
          return bodies.with("stripe", new ByteArrayInputStream(new byte[9]), third -> third);
        });
    assertThat(held()).isZero();
    assertThat(rejected("overload")).isEqualTo(1);
  }

  @Test
  void whatBreaksOffIsNobodysFaultHere() {
    InputStream end =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new EOFException("early");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[5]), end);
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> bodies().with("stripe", broken, body -> body))
        .returns(ProblemCode.MALFORMED_BODY, DomainException::code);
    assertThat(held()).isZero();
    assertThat(rejected("incomplete")).isEqualTo(1);
  }

  @Test
  void whoseSenderWasLetGoForWantOfRoomIsToldToComeAgain() {
    InputStream letGo =
        new InputStream() {
          @Override
          public int read() {
            throw new DomainException(ProblemCode.UNAVAILABLE, "no room");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return read();
          }
        };
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> bodies().with("stripe", letGo, body -> body))
        .returns(ProblemCode.UNAVAILABLE, DomainException::code);
    assertThat(held()).isZero();
    assertThat(rejected("overload")).isEqualTo(1);
  }

  @Test
  void memoryIsGivenBackWhateverTheWorkThrows() {
    InputStream in = new ByteArrayInputStream(new byte[3]);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                bodies()
                    .with(
                        "stripe",
                        in,
                        body -> {
                          throw new IllegalStateException("a bug");
                        }));
    assertThat(held()).isZero();
  }
}

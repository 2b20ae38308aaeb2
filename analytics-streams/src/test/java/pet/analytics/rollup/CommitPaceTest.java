package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** With Kafka Streams' own context for tests, whose clock is the test's. */
class CommitPaceTest {

  private static final long NOW = 1_000_000;

  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final CommitPace pace = CommitPace.ofThread();

  @Test
  void nothingIsHeldBackWhereCommitsTakeNoTime() {
    commit(NOW, NOW);
    assertThat(isDueAt(NOW)).isTrue();
    assertThat(context.committed()).isTrue();
  }

  @Test
  void commitsTakeAQuarterOfTheTime() {
    commit(NOW, NOW + 100);
    assertThat(isDueAt(NOW + 399)).isFalse();
    assertThat(isDueAt(NOW + 400)).isTrue();
  }

  @Test
  void afterAnOutageTheyTakeASixteenth() {
    commit(NOW, NOW + 40);
    event(NOW + 50, NOW - 60_000);
    assertThat(isDueAt(NOW + 639)).isFalse();
    assertThat(isDueAt(NOW + 640)).isTrue();
  }

  @Test
  void whatIsBehindIsToldOnceASecondAtLeast() {
    commit(NOW, NOW + 300);
    event(NOW + 310, NOW - 60_000);
    assertThat(isDueAt(NOW + 1_299)).isFalse();
    assertThat(isDueAt(NOW + 1_300)).isTrue();
  }

  @Test
  void whoHasCaughtUpIsNotBehind() {
    commit(NOW, NOW + 100);
    event(NOW + 110, NOW - 60_000);
    event(NOW + 120, NOW + 110);
    assertThat(isDueAt(NOW + 400)).isTrue();
  }

  @Test
  void whoComesWhileOneIsAskedForJoinsIt() {
    commit(NOW, NOW + 100);
    assertThat(isDueAt(NOW + 400)).isTrue();
    pace.commit(context);
    assertThat(isDueAt(NOW + 401)).isTrue();
    pace.begins();
    event(NOW + 500, NOW);
    assertThat(isDueAt(NOW + 600)).isFalse();
  }

  @Test
  void whereNothingWaitedNothingIsHeldBack() {
    at(NOW);
    assertThat(pace.isDue(context)).isTrue();
    pace.commit(context);
    pace.begins();
    assertThat(isDueAt(NOW + 100)).isTrue();
  }

  private void commit(long begin, long end) {
    event(begin, begin);
    pace.commit(context);
    pace.begins();
    event(end, end);
  }

  private void event(long now, long time) {
    at(now);
    pace.event(context, time);
  }

  private boolean isDueAt(long now) {
    at(now);
    return pace.isDue(context);
  }

  private void at(long now) {
    context.setCurrentSystemTimeMs(now);
  }
}

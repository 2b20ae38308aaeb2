package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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
  void commitsTakeTwoFifthsOfTheTime() {
    commit(NOW, NOW + 100);
    assertThat(isDueAt(NOW + 249)).isFalse();
    assertThat(isDueAt(NOW + 250)).isTrue();
  }

  @Test
  void oneThatIsHeldUpCostsLittleRest() {
    long now = commits(NOW, 10, 7);
    commit(now, now + 402);
    // The mean of these eight is 59.
    assertThat(isDueAt(now + 402 + 88)).isFalse();
    assertThat(isDueAt(now + 402 + 89)).isTrue();
  }

  @Test
  void whereAllTakeLongTheyTakeTwoFifthsAgain() {
    long now = commits(commits(NOW, 10, 8), 200, 40);
    assertThat(isDueAt(now + 295)).isFalse();
    assertThat(isDueAt(now + 300)).isTrue();
  }

  @Test
  void whoStoodStillForAnHourGoesOnSoon() {
    commit(NOW, NOW + 3_600_000);
    assertThat(isDueAt(NOW + 3_600_000 + 3_000)).isTrue();
  }

  @Test
  void afterAnOutageTheyTakeASixteenth() {
    commit(NOW, NOW + 40);
    event(NOW + 630, NOW - 60_000);
    assertThat(isDueAt(NOW + 639)).isFalse();
    assertThat(isDueAt(NOW + 640)).isTrue();
  }

  @Test
  void whatIsBehindIsToldOnceASecondAtLeast() {
    commit(NOW, NOW + 300);
    event(NOW + 1_290, NOW - 60_000);
    assertThat(isDueAt(NOW + 1_299)).isFalse();
    assertThat(isDueAt(NOW + 1_300)).isTrue();
  }

  @Test
  void whoHasReadWhatThereIsTellsTheRestOfItSoon() {
    commit(NOW, NOW + 40);
    event(NOW + 50, NOW - 60_000);
    assertThat(isDueAt(NOW + 99)).isFalse();
    assertThat(isDueAt(NOW + 100)).isTrue();
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
    assertThat(isDueAt(NOW + 20)).isTrue();
  }

  @Test
  void whatTookLongTookLongWithNothingWaitingToo() {
    assertThat(isDueAt(NOW)).isTrue();
    pace.commit(context);
    pace.begins();
    assertThat(isDueAt(NOW + 120)).isFalse();
    assertThat(isDueAt(NOW + 269)).isFalse();
    assertThat(isDueAt(NOW + 270)).isTrue();
  }

  @Test
  void allStagesTellInOneCommit() {
    List<String> told = new ArrayList<>();
    stage(Duration.ofMillis(50), () -> told.add("counts"));
    context.setCurrentSystemTimeMs(NOW + 7);
    stage(Duration.ofMillis(100), () -> told.add("windows"));

    look(NOW + 10);
    assertThat(told).containsExactly("counts", "windows");
    assertThat(context.committed()).isTrue();
    commitEnds();
    look(NOW + 50);
    assertThat(told).hasSize(2);
    look(NOW + 60);
    commitEnds();
    look(NOW + 70);
    assertThat(told).containsExactly("counts", "windows", "counts");
    look(NOW + 110);
    assertThat(told).containsExactly("counts", "windows", "counts", "counts", "windows");
  }

  @Test
  void whatComesBetweenTheTellingsOfOthersWaitsForTheNext() {
    List<String> told = new ArrayList<>();
    List<String> left = new ArrayList<>(List.of("first"));
    stage(Duration.ofMillis(100), () -> told.addAll(left) && left.removeAll(List.copyOf(left)));
    List<String> right = new ArrayList<>();
    stage(Duration.ofMillis(100), () -> told.addAll(right) && right.removeAll(List.copyOf(right)));

    look(NOW);
    commitEnds();
    right.add("second");
    look(NOW + 90);
    assertThat(told).containsExactly("first");
    left.add("third");
    look(NOW + 100);
    assertThat(told).containsExactly("first", "third", "second");
  }

  @Test
  void whoHasNothingToTellAsksForNoCommit() {
    stage(Duration.ofMillis(50), () -> false);
    look(NOW);
    assertThat(context.committed()).isFalse();
  }

  private void stage(Duration interval, BooleanSupplier tell) {
    pace.schedule(context, interval, tell);
  }

  /** As Kafka Streams does at moments that are the same for all stages. */
  private void look(long now) {
    at(now);
    context.scheduledPunctuators().forEach(each -> each.getPunctuator().punctuate(now));
  }

  /** At once. */
  private void commitEnds() {
    pace.begins();
    pace.processed(context);
  }

  /** One after the other; returns when the last one ends. */
  private long commits(long begin, long took, int number) {
    for (int i = 0; i < number; i++) {
      commit(begin + i * took, begin + (i + 1) * took);
    }
    return begin + number * took;
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

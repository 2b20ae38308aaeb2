package pet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.messaging.Json;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.DatabaseTrouble;
import pet.platform.database.ModuleDatabase;

/** A PostgreSQL that hangs: it takes connections, and answers nothing. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class HungDatabaseIT {

  private static final Pattern PORT = Pattern.compile("//[^/:]+:(\\d+)/");
  private static final int POOL = 4;

  /** The check of a connection and one new connection, and what a busy machine adds. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void whoComesWhileItHangsIsToldSoonAndItGoesOnByItself(Servers servers) throws Exception {
    DatabaseSettings real = servers.newDatabase();
    Matcher port = PORT.matcher(real.url());
    assertThat(port.find()).isTrue();
    try (SilentRelay relay = new SilentRelay(Integer.parseInt(port.group(1)))) {
      String url = port.replaceFirst("//localhost:" + relay.port() + "/");
      ModuleDatabase database =
          new ModuleDatabase(
              new DatabaseSettings(url, real.user(), real.password(), POOL),
              "hung",
              new MetricRegistry());
      Jdbi jdbi = database.jdbi(Json.strict());
      assertThat(ask(jdbi)).isEqualTo("1");

      relay.silence(true);
      // So that no connection is believed for what it answered before.
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      for (int round = 0; round < 2; round++) {
        assertThat(ofManyAtOnce(() -> ask(jdbi))).containsOnly("away");
      }

      relay.silence(false);
      await().atMost(SOON).until(() -> ask(jdbi).equals("1"));
      assertThat(ofManyAtOnce(() -> ask(jdbi))).containsOnly("1");
    }
  }

  private static String ask(Jdbi jdbi) {
    try {
      return jdbi.withHandle(handle -> handle.select("SELECT 1").mapTo(String.class).one());
    } catch (RuntimeException e) {
      return DatabaseTrouble.isOutage(e) ? "away" : e.toString();
    }
  }

  /** More than there are connections; each is answered soon. */
  private static List<String> ofManyAtOnce(Callable<String> question) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3 * POOL);
    try {
      List<Future<String>> asked = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < 3 * POOL; i++) {
        asked.add(threads.submit(question));
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> answer : asked) {
        answers.add(answer.get());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}

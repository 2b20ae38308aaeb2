package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class OutboxSchemaIT {

  @Test
  void everyChangeCanBeTakenBack() {
    Jdbi jdbi = TestServers.newSchema();
    assertThat(tables(jdbi)).contains("outbox", "outbox_bucket", "outbox_watermark", "inbox");

    TestServers.rollBack(schema(jdbi), changes(jdbi));

    assertThat(tables(jdbi)).doesNotContain("outbox", "outbox_bucket", "outbox_watermark", "inbox");
  }

  private static int changes(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle.createQuery("SELECT count(*) FROM databasechangelog").mapTo(int.class).one());
  }

  private static String schema(Jdbi jdbi) {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT current_schema()").mapTo(String.class).one());
  }

  private static List<String> tables(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT table_name FROM information_schema.tables
                    WHERE table_schema = current_schema()
                    """)
                .mapTo(String.class)
                .list());
  }
}

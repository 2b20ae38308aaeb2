package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A replica that is taken away for good hands its work over at once. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class LeaveIT {

  private static final String APPLICATION = "leave-it";

  @TempDir private Path state;

  @Test
  void whoLeavesIsNoMemberAnyMoreAndTheOtherHasAllPartitions(Servers servers) throws Exception {
    try (PetProcess first = replica(servers, "1");
        PetProcess second = replica(servers, "2");
        Admin admin =
            Admin.create(KafkaSettings.at(servers.bootstrapServers()).clientProperties())) {
      // The group is not there at once.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(busy(admin)).containsExactlyInAnyOrder("1", "2"));

      int all = 2 * partitionsOfEvents(admin);
      Answer left = second.task("analytics-leave");
      assertThat(left.status()).as(left.text()).isEqualTo(200);

      // A member that only stopped would be waited for.
      assertThat(members(admin)).extracting(LeaveIT::instance).containsOnly("1");
      // It gets what the other had at its next rebalance, and not after a session's 10 s.
      await()
          .atMost(Duration.ofSeconds(8))
          .untilAsserted(
              () -> {
                assertThat(busy(admin)).containsExactly("1");
                assertThat(partitions(admin)).isEqualTo(all);
              });
      assertThat(second.admin("/healthcheck").text()).contains("has left its group");
      assertThat(first.admin("/healthcheck").text()).doesNotContain("has left its group");
    }
  }

  /** The repartition topic has as many. */
  private static int partitionsOfEvents(Admin admin) throws Exception {
    String topic = Topics.DESIGN_EVENTS;
    return admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .get(topic)
        .get()
        .partitions()
        .size();
  }

  private PetProcess replica(Servers servers, String name) {
    return PetProcess.of("analytics-" + name, List.of(new AnalyticsModule()), "analytics.yml")
        .on(servers)
        .with("analytics.application", APPLICATION)
        .with("analytics.rollups", "designs")
        .with("analytics.instance", name)
        .with("analytics.stateDirectory", state.resolve(name))
        .start();
  }

  private static Collection<MemberDescription> members(Admin admin) throws Exception {
    String group = APPLICATION + "-designs";
    return admin
        .describeConsumerGroups(List.of(group))
        .describedGroups()
        .get(group)
        .get()
        .members();
  }

  private static String instance(MemberDescription member) {
    String id = member.groupInstanceId().orElseThrow();
    return id.replaceFirst(".*-designs-", "").replaceFirst("-.*", "");
  }

  /** Who has partitions. */
  private static Set<String> busy(Admin admin) throws Exception {
    return members(admin).stream()
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .map(LeaveIT::instance)
        .collect(Collectors.toSet());
  }

  private static int partitions(Admin admin) throws Exception {
    return members(admin).stream()
        .mapToInt(member -> member.assignment().topicPartitions().size())
        .sum();
  }
}

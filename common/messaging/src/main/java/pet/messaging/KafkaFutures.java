package pet.messaging;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Kafka's answers to an {@link org.apache.kafka.clients.admin.Admin}. */
public final class KafkaFutures {

  private KafkaFutures() {}

  /**
   * Waits for one.
   *
   * @throws KafkaException as Kafka answers it, such as that there is no such topic
   */
  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}

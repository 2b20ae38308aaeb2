package pet.webhook;

import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.order.Orders.ReportResult;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.MissingKeyException;

/** Calls another module about a delivery, and turns its answer or failure into a result. */
final class NeighbourCall {

  /** The reason of a delivery that could not be reported, and goes on when the module is back. */
  static final String ORDERS_AWAY = away("order");

  private static final Logger LOG = LoggerFactory.getLogger(NeighbourCall.class);

  private final Encryption encryption;
  private final String module;

  /** Calls the order module. */
  NeighbourCall(Encryption encryption) {
    this(encryption, "order");
  }

  /** Calls a module of that name. */
  NeighbourCall(Encryption encryption, String module) {
    this.encryption = encryption;
    this.module = module;
  }

  private static String away(String module) {
    return "the " + module + " module does not answer";
  }

  /**
   * Reads the body and calls; whatever goes wrong becomes a result.
   *
   * @param call makes it, with the body in clear
   */
  ProcessingResult make(ClaimedDelivery delivery, Function<byte[], ProcessingResult> call) {
    try {
      return call.apply(BodyAtRest.open(encryption, delivery.body()));
    } catch (MissingKeyException e) {
      return ProcessingResult.retry(
          "it is encrypted under key " + e.version() + ", which is missing");
    } catch (DomainException e) {
      return refused(e);
    } catch (RuntimeException e) {
      // Its message may quote the payload, so only its class is logged.
      LOG.error(
          "delivery {} failed with {} at {}",
          delivery.id(),
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
      return ProcessingResult.retry("failed with " + e.getClass().getSimpleName());
    }
  }

  /** The result for a delivery that follows from the order module's answer. */
  static ProcessingResult resultOf(ReportResult result) {
    return switch (result.outcome()) {
      case APPLIED, NO_EFFECT -> ProcessingResult.processed(result.reason());
      case UNKNOWN_ORDER -> ProcessingResult.waiting("its order does not exist yet");
    };
  }

  private ProcessingResult refused(DomainException e) {
    return switch (e.code()) {
      case INVALID_INPUT ->
          ProcessingResult.dead(
              "invalid: "
                  + e.errors().stream().map(FieldError::field).collect(Collectors.joining(", ")));
      case MALFORMED_BODY -> ProcessingResult.dead("the body cannot be read");
      case UNAVAILABLE -> ProcessingResult.retry(away(module));
      default -> ProcessingResult.retry("the " + module + " module answered " + e.code().code());
    };
  }
}

package pet.platform.remote;

import java.util.Optional;
import pet.domain.DomainException;
import pet.platform.remote.Reachability.Failure;

/** An attempt that brought no answer from the module, or one that says to try later. */
final class RemoteFailure extends Exception {

  private final Failure kind;

  private RemoteFailure(Failure kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Nothing was sent: the call has certainly not been executed. */
  static RemoteFailure notReached(String message) {
    return new RemoteFailure(Failure.CONNECT, message, null);
  }

  /** Something was sent: the call may have been executed. */
  static RemoteFailure lost(Failure kind, String message) {
    return new RemoteFailure(kind, message, null);
  }

  /** The module itself says that it cannot answer now. */
  static RemoteFailure unavailable(DomainException answer) {
    return new RemoteFailure(null, "says: " + answer.getMessage(), answer);
  }

  /** How the process failed, unless it answered. */
  Optional<Failure> kind() {
    return Optional.ofNullable(kind);
  }

  /** Whether the call may have been executed. */
  boolean reached() {
    return kind != Failure.CONNECT;
  }

  /** What is told to a caller who can only try later. */
  String detail(String otherwise) {
    return getCause() instanceof DomainException answer ? answer.getMessage() : otherwise;
  }
}

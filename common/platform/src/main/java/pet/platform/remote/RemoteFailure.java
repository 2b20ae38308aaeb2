package pet.platform.remote;

import java.util.Optional;
import pet.domain.DomainException;
import pet.platform.remote.Reachability.Failure;

/** An attempt that brought no answer from the module, or one that says to try later. */
final class RemoteFailure extends Exception {

  private final Failure kind;
  private final boolean unknownPath;

  private RemoteFailure(Failure kind, String message, Throwable cause) {
    this(kind, false, message, cause);
  }

  private RemoteFailure(Failure kind, boolean unknownPath, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.unknownPath = unknownPath;
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

  /**
   * A process of ours answered that it has no such path, or has none for us: the call has not been
   * executed.
   */
  static RemoteFailure unknownPath(String path) {
    return new RemoteFailure(
        null,
        true,
        "does not know " + path + ": it is older, has no such module, or does not believe us",
        null);
  }

  /**
   * Whether the process has no such path. It is well, and others of the module's calls may be
   * answered there; this one will not be, however often.
   */
  boolean isUnknownPath() {
    return unknownPath;
  }

  /** How the process failed, unless it answered. */
  Optional<Failure> kind() {
    return Optional.ofNullable(kind);
  }

  /** Whether the call may have been executed. */
  boolean reached() {
    return kind != Failure.CONNECT && !unknownPath;
  }

  /** What is told to a caller who can only try later. */
  String detail(String otherwise) {
    return getCause() instanceof DomainException answer ? answer.getMessage() : otherwise;
  }
}

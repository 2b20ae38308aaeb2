package pet.webhook;

import pet.domain.user.LoginDeletion;
import pet.domain.user.Users;
import pet.platform.crypto.Encryption;
import pet.webhook.standard.ClerkUser;

/** Reports the login provider's deliveries about people to the user module. */
final class LoginProcessor implements Processor {

  /** The source that is the login provider. */
  static final String CLERK = "clerk";

  private final NeighbourCall call;
  private final Users users;

  LoginProcessor(Encryption encryption, Users users) {
    this.call = new NeighbourCall(encryption, "user");
    this.users = users;
  }

  @Override
  public ProcessingResult process(ClaimedDelivery delivery) {
    return switch (delivery.topic()) {
      case "user.created", "user.updated" -> call.make(delivery, this::login);
      case "user.deleted" -> call.make(delivery, this::deleted);
      default -> ProcessingResult.processed("no action for this topic");
    };
  }

  private ProcessingResult login(byte[] body) {
    return ProcessingResult.processed(users.login(ClerkUser.read(body)).reason());
  }

  /**
   * The user module only starts the erasure here; later it has this very delivery's lane erased.
   */
  private ProcessingResult deleted(byte[] body) {
    users.loginDeleted(new LoginDeletion(CLERK, ClerkUser.idOf(body)));
    return ProcessingResult.processed("the person will be erased");
  }
}

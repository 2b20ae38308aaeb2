package pet.webhook;

/** What became of a delivery. */
public enum DeliveryState {
  /** To be processed in its turn. */
  PENDING,
  /** For its order to exist; outside of the order's lane, released by the create. */
  WAITING,
  /** Failed, and to be tried again when it is due; holds its lane. */
  RETRYING,
  /** Done, with or without effect. */
  PROCESSED,
  /** Given up, with a reason. */
  DEAD
}

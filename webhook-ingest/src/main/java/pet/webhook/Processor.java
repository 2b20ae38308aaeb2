package pet.webhook;

/** What is done about a delivery. */
@FunctionalInterface
interface Processor {

  /** May be repeated; never throws, and never tells anybody's data. */
  Verdict process(ClaimedDelivery delivery);
}

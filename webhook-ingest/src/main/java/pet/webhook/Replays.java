package pet.webhook;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Replays deliveries. Safe to repeat: the order module knows a delivery by its id, and gives the
 * same answer again. A replay of many runs in small transactions, so that neither locks nor
 * requests last long: the first batch at once, the others in the background, on any process.
 */
final class Replays {

  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final int BATCH = 500;
  private static final int BATCHES_AT_ONCE = 4;

  private final Jdbi jdbi;
  private final Runnable wake;

  /**
   * @param wake tells the worker that there is something to do
   */
  Replays(Jdbi jdbi, Runnable wake) {
    this.jdbi = jdbi;
    this.wake = wake;
  }

  /**
   * Replays one delivery; one that is PENDING stays as it is.
   *
   * @param note why; may be null
   * @throws DomainException {@code NOT_FOUND}; {@code CONFLICT} if its body is not kept any more
   */
  void one(UUID id, Caller caller, String note) {
    jdbi.useTransaction(
        handle -> {
          if (handle.attach(ReplayDao.class).replayOne(id, caller.subject(), note, null) == 0) {
            DeliveryDao.Kept kept =
                handle
                    .attach(DeliveryDao.class)
                    .kept(id)
                    .orElseThrow(() -> DomainException.notFound("delivery"));
            if (!kept.body()) {
              throw new DomainException(
                  ProblemCode.CONFLICT, "The delivery's body is not kept any more.");
            }
          }
        });
    LOG.info("delivery {} is replayed", id);
    wake.run();
  }

  /**
   * Begins a replay of all deliveries that match a filter; replays the first of them in this
   * transaction.
   *
   * @return how many that are, and how far it is
   */
  ReplayView begin(Handle transaction, UUID id, DeliveryFilter filter, Caller caller, String note) {
    ReplayDao dao = transaction.attach(ReplayDao.class);
    dao.begin(id, caller.subject(), note, filter);
    step(transaction, id);
    return dao.find(id).orElseThrow();
  }

  /** Continues a replay for as long as its request may last. */
  void goOn(UUID id) {
    wake.run();
    for (int i = 1; i < BATCHES_AT_ONCE && step(id); i++) {
      wake.run();
    }
  }

  /** Continues unfinished replays. */
  void goOn() {
    while (step(null)) {
      wake.run();
    }
  }

  private boolean step(UUID id) {
    return jdbi.inTransaction(handle -> step(handle, id));
  }

  private static boolean step(Handle handle, UUID id) {
    ReplayDao dao = handle.attach(ReplayDao.class);
    Optional<UnfinishedReplay> claimed = dao.claim(id);
    if (claimed.isEmpty()) {
      return false;
    }
    UnfinishedReplay replay = claimed.get();
    ReplayDao.Batch batch =
        dao.replay(
            replay.id(),
            replay.requestedBy(),
            replay.note(),
            replay.filter(),
            replay.position(),
            replay.last(),
            BATCH);
    boolean finished = batch.count() < BATCH;
    dao.advance(replay.id(), finished ? replay.last() : batch.position(), batch.count(), finished);
    // Other replays may wait, unless this one was asked for by its id.
    return id == null || !finished;
  }
}

package pet.builder.design;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.DesignId;
import pet.platform.Store;

/** What designs were. A revision never changes, and stays when its design is deleted. */
public final class Revisions {

  private final Jdbi jdbi;
  private final PreviewUrls previews;

  public Revisions(Store store, PreviewUrls previews) {
    this.jdbi = store.jdbi();
    this.previews = previews;
  }

  /** A page of the caller's design's revisions, newest first; also of one they deleted. */
  Page<RevisionView> list(Caller caller, DesignId id, PageQuery query) {
    checkOwner(caller, id);
    // A revision's place is its number; it stands where other lists have an id.
    long below =
        query.after().equals(Cursor.START)
            ? Long.MAX_VALUE
            : query.after().id().getLeastSignificantBits();
    List<DesignDao.RevisionRow> rows =
        jdbi.withExtension(
            DesignDao.class, dao -> dao.listRevisions(id.value(), below, query.limit() + 1));
    return query.pageOf(
        rows,
        row -> row.view(previews),
        row -> new Cursor(row.createdAt(), new UUID(0, row.revision())));
  }

  /** A revision of the caller's design, also of one they deleted: they may have ordered it. */
  RevisionView read(Caller caller, DesignId id, int revision) {
    checkOwner(caller, id);
    return find(id, revision).view(previews);
  }

  /** A revision, whoever owns it: for who is told of it by an order. */
  DesignDao.RevisionRow find(DesignId id, int revision) {
    return jdbi.withExtension(DesignDao.class, dao -> dao.findRevision(id.value(), revision))
        .orElseThrow(() -> DomainException.notFound("revision"));
  }

  private void checkOwner(Caller caller, DesignId id) {
    Optional<String> owner = jdbi.withExtension(DesignDao.class, dao -> dao.findOwner(id.value()));
    if (owner.filter(caller.subject()::equals).isEmpty()) {
      throw DomainException.notFound("design");
    }
  }
}

--liquibase formatted sql

--changeset pet.builder:013-share-request
--comment Requests that were views, for as long as one may be sent on again. A view that waits to be added up is a row of share_view for a moment, so that to count those is quick however many look.
CREATE TABLE share_request (
  design_id  uuid        NOT NULL,
  request_id text        NOT NULL,
  seen_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (design_id, request_id)
);
-- Rows live for a minute, as those of share_view did.
ALTER TABLE share_request SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
--rollback DROP TABLE share_request;

--changeset pet.builder:013-share-view-remembered
--comment Whether the view's request is in share_request: it may be added up at once. One that a replica of before wrote is remembered by its row alone.
ALTER TABLE share_view ADD COLUMN remembered boolean NOT NULL DEFAULT false;
--rollback ALTER TABLE share_view DROP COLUMN remembered;

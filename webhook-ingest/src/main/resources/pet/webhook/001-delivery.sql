--liquibase formatted sql

--changeset pet.webhook:001-delivery
--comment The delivery log: what was verified and stored before the 2xx, and what became of it.
CREATE TABLE delivery (
  -- The order of arrival. Taken before the commit, so of two that arrive at once the later number may become visible first.
  seq                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id                  uuid        NOT NULL UNIQUE,
  source              text        NOT NULL,
  shop                text        NOT NULL,
  topic               text        NOT NULL,
  webhook_id          text,
  event_id            text,
  api_version         text,
  triggered_at        timestamptz,
  -- What has to be processed in sequence, such as one order; null if nothing has.
  lane                text,
  resource_updated_at timestamptz,
  body                bytea       NOT NULL,
  state               text        NOT NULL CHECK (state IN ('PENDING', 'WAITING', 'RETRYING', 'PROCESSED', 'DEAD')),
  reason              text,
  attempts            integer     NOT NULL DEFAULT 0,
  received_at         timestamptz NOT NULL DEFAULT now(),
  due_at              timestamptz NOT NULL DEFAULT now(),
  processed_at        timestamptz
);
--rollback DROP TABLE delivery;

--changeset pet.webhook:001-delivery-body-storage
--comment A ciphertext does not compress: do not try.
ALTER TABLE delivery ALTER COLUMN body SET STORAGE EXTERNAL;
--rollback ALTER TABLE delivery ALTER COLUMN body SET STORAGE EXTENDED;

--changeset pet.webhook:001-delivery-due
--comment The worker's way in: only what is unfinished, so it stays small whatever the log keeps.
CREATE INDEX delivery_due ON delivery (due_at, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING');
--rollback DROP INDEX delivery_due;

--changeset pet.webhook:001-delivery-lane
--comment Who stands before me in my lane, and who waits for its create.
CREATE INDEX delivery_lane ON delivery (lane, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING');
--rollback DROP INDEX delivery_lane;

--changeset pet.webhook:001-delivery-state
--comment Staff's list, newest first, by state.
CREATE INDEX delivery_state ON delivery (state, seq);
--rollback DROP INDEX delivery_state;

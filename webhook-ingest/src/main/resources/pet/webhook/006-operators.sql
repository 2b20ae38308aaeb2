--liquibase formatted sql

--changeset pet.webhook:006-delivery-replayed
--comment When it was first processed, for its event is told once; and when staff last sent it on its way again, for its lag counts from then.
ALTER TABLE delivery ADD COLUMN first_processed_at timestamptz;
ALTER TABLE delivery ADD COLUMN replayed_at timestamptz;
--rollback ALTER TABLE delivery DROP COLUMN first_processed_at;
--rollback ALTER TABLE delivery DROP COLUMN replayed_at;

--changeset pet.webhook:006-delivery-replayed-fill
UPDATE delivery SET first_processed_at = processed_at WHERE state = 'PROCESSED';
--rollback SELECT 1;

--changeset pet.webhook:006-replay
--comment What staff replayed: who, when, why, what. One that is not finished is gone on with, wherever it was begun.
CREATE TABLE replay (
  id           uuid        PRIMARY KEY,
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  note         text,
  status       text,
  source       text,
  topic        text,
  since        timestamptz,
  until        timestamptz,
  -- Deliveries behind position and up to last are still to be looked at.
  position     bigint      NOT NULL,
  last         bigint      NOT NULL,
  matched      bigint      NOT NULL,
  replayed     bigint      NOT NULL DEFAULT 0,
  finished_at  timestamptz
);
--rollback DROP TABLE replay;

--changeset pet.webhook:006-replay-list
CREATE INDEX replay_list ON replay (requested_at, id);
--rollback DROP INDEX replay_list;

--changeset pet.webhook:006-replay-unfinished
CREATE INDEX replay_unfinished ON replay (requested_at) WHERE finished_at IS NULL;
--rollback DROP INDEX replay_unfinished;

--changeset pet.webhook:006-delivery-history
--comment What befell a delivery on its way: failures, waits, its death, replays. Nothing of one that is processed at once, which most are.
CREATE TABLE delivery_history (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id uuid        NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  what        text        NOT NULL,
  reason      text,
  -- Whose replay it was, and which, if it was one of many; null where the worker did it.
  actor       text,
  replay_id   uuid
);
--rollback DROP TABLE delivery_history;

--changeset pet.webhook:006-delivery-history-of
CREATE INDEX delivery_history_of ON delivery_history (delivery_id, id);
--rollback DROP INDEX delivery_history_of;

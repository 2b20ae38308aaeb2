--liquibase formatted sql

--changeset pet.user:004-erasure
--comment A person's erasure: what is needed to finish it, and then what was done. Who it was is a keyed hash, by which a token from before is known.
CREATE TABLE erasure (
  id           uuid        PRIMARY KEY,
  subject_hash bytea       NOT NULL,
  -- 'person', or the login provider that deleted them: then no later token revives them.
  requested_by text        NOT NULL,
  -- A repeat asks anew; tokens made up to then are of before.
  requested_at timestamptz NOT NULL,
  -- The user id, addresses and the shop's order ids, encrypted; gone when it is done.
  person       bytea,
  step         text        NOT NULL CHECK (step IN ('DESIGNS', 'DELIVERIES', 'ORDERS', 'PROFILE', 'DONE')),
  -- What the step in hand is about to erase, counted before.
  found        integer     NOT NULL DEFAULT 0,
  designs      integer     NOT NULL DEFAULT 0,
  deliveries   integer     NOT NULL DEFAULT 0,
  orders       integer     NOT NULL DEFAULT 0,
  attempts     integer     NOT NULL DEFAULT 0,
  -- Who works on it until due_at; null where nobody does.
  lease        uuid,
  due_at       timestamptz NOT NULL,
  finished_at  timestamptz,
  CHECK ((step = 'DONE') = (finished_at IS NOT NULL)),
  CHECK ((step = 'DONE') = (person IS NULL))
);
--rollback DROP TABLE erasure;

--changeset pet.user:004-erasure-of
--comment One that is under way for a person, at most; and the way to it.
CREATE INDEX erasure_of ON erasure (subject_hash, requested_at);
--rollback DROP INDEX erasure_of;

--changeset pet.user:004-erasure-due
CREATE INDEX erasure_due ON erasure (due_at) WHERE finished_at IS NULL;
--rollback DROP INDEX erasure_due;

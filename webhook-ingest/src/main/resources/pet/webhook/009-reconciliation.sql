--liquibase formatted sql

--changeset pet.webhook:009-reconciliation
--comment How far a shop's orders are compared with ours, and which replica is at it until when.
CREATE TABLE reconciliation (
  shop         text        PRIMARY KEY,
  seen_until   timestamptz,
  held_by      uuid,
  held_until   timestamptz NOT NULL DEFAULT '-infinity',
  started_at   timestamptz NOT NULL DEFAULT '-infinity',
  succeeded_at timestamptz,
  known_at     timestamptz NOT NULL DEFAULT now()
);
--rollback DROP TABLE reconciliation;

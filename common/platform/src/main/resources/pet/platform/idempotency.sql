--liquibase formatted sql logicalFilePath:pet/platform/idempotency.sql

-- A module whose POSTs take an Idempotency-Key includes this file in its changelog: names carry no schema, currentSchema decides.

--changeset platform:idempotency-1
--comment Answers that were given, for clients that ask again. Written in the transaction of what was done: there is no row for what did not happen.
CREATE TABLE idempotency (
  caller      text        NOT NULL,
  key         text        NOT NULL,
  -- Of method, path and body: the same key for another request is refused.
  fingerprint bytea       NOT NULL,
  status      integer     NOT NULL,
  headers     jsonb       NOT NULL,
  body        bytea,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
--rollback DROP TABLE idempotency;

--changeset platform:idempotency-2
--comment For the sweep.
CREATE INDEX idempotency_expiry ON idempotency (expires_at);
--rollback DROP INDEX idempotency_expiry;

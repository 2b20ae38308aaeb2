--liquibase formatted sql logicalFilePath:pet/platform/encryption.sql

-- A module that keeps something encrypted includes this file in its changelog: names carry no schema, currentSchema decides.

--changeset platform:encryption-1
--comment Which keys have written in this schema, and until when: what tells that an old one may go, and that a process has another key under the same version.
CREATE TABLE encryption_key (
  version     smallint    PRIMARY KEY,
  -- A keyed hash of nothing: the same for the same key alone.
  fingerprint bytea       NOT NULL,
  -- Who writes with it says so twice a minute.
  written_at  timestamptz NOT NULL
);
--rollback DROP TABLE encryption_key;

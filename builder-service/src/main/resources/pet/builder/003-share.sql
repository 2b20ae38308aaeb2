--liquibase formatted sql

--changeset pet.builder:003-share
--comment Links to designs. The token stands as it is, not as a hash: sharing again tells it again, and who can read this table can read the designs.
CREATE TABLE share (
  token      text        PRIMARY KEY,
  design_id  uuid        NOT NULL REFERENCES design (id),
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
--rollback DROP TABLE share;

--changeset pet.builder:003-share-active
--comment One link a design is in force: two that share at once end up with the same one.
CREATE UNIQUE INDEX share_active ON share (design_id) WHERE revoked_at IS NULL;
--rollback DROP INDEX share_active;

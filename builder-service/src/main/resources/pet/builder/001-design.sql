--liquibase formatted sql

--changeset pet.builder:001-design
--comment A customer's design: what may change about it. What it looks like is in its revisions.
CREATE TABLE design (
  id         uuid        PRIMARY KEY,
  owner      text        NOT NULL,
  name       text        NOT NULL,
  status     text        NOT NULL CHECK (status IN ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  -- The revision in force.
  revision   integer     NOT NULL CHECK (revision >= 1),
  -- Counts every change that a reader can see; the ETag is made from it.
  version    bigint      NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz
);
--rollback DROP TABLE design;

--changeset pet.builder:001-design-list
--comment The owner's list, newest first, read by keyset. One customer has too few designs for the status to be in it.
CREATE INDEX design_list ON design (owner, created_at DESC, id DESC) WHERE deleted_at IS NULL;
--rollback DROP INDEX design_list;

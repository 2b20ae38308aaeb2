--liquibase formatted sql

--changeset pet.builder:002-design-revision
--comment Immutable: an order line points at a revision for ever, also when its design was deleted.
CREATE TABLE design_revision (
  design_id  uuid        NOT NULL REFERENCES design (id),
  revision   integer     NOT NULL CHECK (revision >= 1),
  config     jsonb       NOT NULL,
  -- As it was when the revision was made; a later catalog or tax rate does not change it.
  price      jsonb       NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (design_id, revision)
);
--rollback DROP TABLE design_revision;

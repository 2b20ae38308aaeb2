--liquibase formatted sql

--changeset pet.builder:010-design-change
--comment When a design changed, be it its name alone: what design.updated told, for whoever counts. Nothing of a person is in it.
CREATE TABLE design_change (
  design_id  uuid        NOT NULL REFERENCES design (id),
  version    bigint      NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (design_id, version)
);
--rollback DROP TABLE design_change;

--changeset pet.builder:010-design-change-fill
--comment Of what changed before, revisions alone are known.
INSERT INTO design_change (design_id, version, changed_at)
SELECT design_id, revision, created_at FROM design_revision WHERE revision > 1;
--rollback SELECT 1;

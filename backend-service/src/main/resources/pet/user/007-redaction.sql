--liquibase formatted sql

--changeset pet.user:007-erasure-revisions
--comment What was written in the revisions that a person's orders point at, whoever owns the designs. The shop, 'shopify', may ask, too: who logs in anew is somebody new.
ALTER TABLE erasure ADD COLUMN revisions integer NOT NULL DEFAULT 0;
ALTER TABLE erasure DROP CONSTRAINT erasure_step_check;
ALTER TABLE erasure ADD CONSTRAINT erasure_step_check
  CHECK (step IN ('DESIGNS', 'REVISIONS', 'DELIVERIES', 'ORDERS', 'PROFILE', 'DONE'));
--rollback ALTER TABLE erasure DROP CONSTRAINT erasure_step_check;
--rollback UPDATE erasure SET step = 'DESIGNS', found = 0 WHERE step = 'REVISIONS';
--rollback ALTER TABLE erasure ADD CONSTRAINT erasure_step_check CHECK (step IN ('DESIGNS', 'DELIVERIES', 'ORDERS', 'PROFILE', 'DONE'));
--rollback ALTER TABLE erasure DROP COLUMN revisions;

--changeset pet.user:007-erasure-list
--comment Staff's list of what was done, newest first.
CREATE INDEX erasure_list ON erasure (requested_at, id);
--rollback DROP INDEX erasure_list;

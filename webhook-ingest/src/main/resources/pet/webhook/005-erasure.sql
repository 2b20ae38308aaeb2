--liquibase formatted sql

--changeset pet.webhook:005-delivery-without-body
--comment A body that is erased is gone, and the rest of the row stays; one that is still needed is marked, and goes when it is processed.
ALTER TABLE delivery ALTER COLUMN body DROP NOT NULL;
ALTER TABLE delivery ADD COLUMN to_be_erased boolean NOT NULL DEFAULT false;
--rollback ALTER TABLE delivery DROP COLUMN to_be_erased;
--rollback UPDATE delivery SET body = '' WHERE body IS NULL;
--rollback ALTER TABLE delivery ALTER COLUMN body SET NOT NULL;

--changeset pet.webhook:005-delivery-kept
--comment What is kept of an order, newest first. Not the due or unfinished ones alone, as delivery_lane is.
CREATE INDEX delivery_kept ON delivery (lane, received_at, id) WHERE body IS NOT NULL AND lane IS NOT NULL;
--rollback DROP INDEX delivery_kept;

--changeset pet.webhook:005-erased-lane
--comment Whose deliveries are erased once they are processed, should more come: as hashes, for a lane may name a person.
CREATE TABLE erased_lane (
  lane_hash bytea       PRIMARY KEY,
  erased_at timestamptz NOT NULL DEFAULT now()
);
--rollback DROP TABLE erased_lane;

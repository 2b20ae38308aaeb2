--liquibase formatted sql

--changeset pet.webhook:013-delivery-waits-for
--comment What the order is called that a delivery waits for, where it does not tell the order's id, and so has no lane.
ALTER TABLE delivery ADD COLUMN waits_for text;
--rollback ALTER TABLE delivery DROP COLUMN waits_for;

--changeset pet.webhook:013-delivery-waits-for-index
--comment Who waits for the order of this name: its create asks.
CREATE INDEX delivery_waits_for ON delivery (waits_for) WHERE state = 'WAITING' AND waits_for IS NOT NULL;
--rollback DROP INDEX delivery_waits_for;

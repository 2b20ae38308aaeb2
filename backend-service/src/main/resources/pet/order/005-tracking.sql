--liquibase formatted sql

--changeset pet.order:005-tracking
--comment Links to an order hold this number: to count it up revokes all of them.
ALTER TABLE orders ADD COLUMN tracking_generation integer NOT NULL DEFAULT 1;
--rollback ALTER TABLE orders DROP COLUMN tracking_generation;

--liquibase formatted sql

--changeset pet.webhook:011-delivery-lag
--comment How long its first processing took, as webhook.processed told, for whoever counts.
ALTER TABLE delivery ADD COLUMN lag_millis bigint;
--rollback ALTER TABLE delivery DROP COLUMN lag_millis;

--changeset pet.webhook:011-delivery-lag-fill
UPDATE delivery SET lag_millis = (extract(epoch FROM first_processed_at - received_at) * 1000)::bigint
WHERE first_processed_at IS NOT NULL;
--rollback SELECT 1;

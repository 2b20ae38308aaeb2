--liquibase formatted sql

--changeset pet.builder:006-share-expiry
--comment A link may end by itself. One that has ended is revoked when its design is shared again.
ALTER TABLE share ADD COLUMN expires_at timestamptz;
--rollback ALTER TABLE share DROP COLUMN expires_at;

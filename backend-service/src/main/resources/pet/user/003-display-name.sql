--liquibase formatted sql

--changeset pet.user:003-display-name
--comment What a person wants to be called, encrypted; and a count of the changes that they can see, from which the ETag is made.
ALTER TABLE profile
  ADD COLUMN display_name_cipher bytea,
  ADD COLUMN version             bigint NOT NULL DEFAULT 1;
--rollback ALTER TABLE profile DROP COLUMN display_name_cipher, DROP COLUMN version;

--liquibase formatted sql

--changeset pet.webhook:004-evidence
--comment What shows that a delivery was believed for a reason: its headers, encrypted, and which active secret signed it.
ALTER TABLE delivery ADD COLUMN secret smallint;
ALTER TABLE delivery ADD COLUMN headers bytea;
ALTER TABLE delivery ALTER COLUMN headers SET STORAGE EXTERNAL;
--rollback ALTER TABLE delivery DROP COLUMN secret;
--rollback ALTER TABLE delivery DROP COLUMN headers;

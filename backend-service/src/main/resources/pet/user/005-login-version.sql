--liquibase formatted sql

--changeset pet.user:005-login-version
--comment Which version of the person the login provider told last by webhook: what is older, told late or by a token, changes nothing.
ALTER TABLE profile ADD COLUMN told_version timestamptz;
--rollback ALTER TABLE profile DROP COLUMN told_version;

--liquibase formatted sql

--changeset pet.builder:012-erased-picture
--comment Configurations whose words are erased, as keyed hashes: the addresses of their pictures, which hold the words encrypted, lead nowhere. One that somebody uses again is taken out.
CREATE TABLE erased_picture (
  config_hash bytea       PRIMARY KEY,
  erased_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX erased_picture_new ON erased_picture (erased_at);
--rollback DROP TABLE erased_picture;

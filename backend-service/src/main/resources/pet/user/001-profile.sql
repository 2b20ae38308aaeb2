--liquibase formatted sql

--changeset pet.user:001-profile
--comment A person, as their token says.
CREATE TABLE profile (
  subject        text        PRIMARY KEY,
  -- Encrypted, and a keyed hash to look it up by; both null where the provider vouches for no email.
  email_cipher   bytea,
  email_hash     bytea,
  created_at     timestamptz NOT NULL,
  last_active_at timestamptz NOT NULL
);
CREATE INDEX profile_email ON profile (email_hash);
--rollback DROP TABLE profile;

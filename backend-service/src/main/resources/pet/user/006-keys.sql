--liquibase formatted sql

--changeset pet.user:006-profile-key
--comment Find what is under another key than the one that writes: a ciphertext begins with its key's version.
CREATE INDEX profile_email_key ON profile (get_byte(email_cipher, 0));
CREATE INDEX profile_display_name_key ON profile (get_byte(display_name_cipher, 0));
--rollback DROP INDEX profile_email_key;
--rollback DROP INDEX profile_display_name_key;

--changeset pet.user:006-erasure-key
--comment Beside the keyed hash of who was erased lies their id's digest, encrypted, from which the hash is made anew under another key. Those of before have none: they are known by the first key alone.
ALTER TABLE erasure ADD COLUMN subject_cipher bytea;
CREATE INDEX erasure_subject_key ON erasure ((coalesce(get_byte(subject_cipher, 0), 1)));
CREATE INDEX erasure_person_key ON erasure (get_byte(person, 0));
--rollback DROP INDEX erasure_person_key;
--rollback DROP INDEX erasure_subject_key;
--rollback ALTER TABLE erasure DROP COLUMN subject_cipher;

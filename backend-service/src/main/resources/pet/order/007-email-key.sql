--liquibase formatted sql

--changeset pet.order:007-email-key
--comment Finds the orders whose address is under another key than the one that writes: a ciphertext begins with its key's version.
CREATE INDEX orders_email_key ON orders (get_byte(email_cipher, 0));
--rollback DROP INDEX orders_email_key;

--liquibase formatted sql

--changeset pet.webhook:007-delivery-body-age
--comment Bodies by age: once a body is gone, its row is not met again until it goes, too.
CREATE INDEX delivery_body_age ON delivery (received_at) WHERE body IS NOT NULL;
--rollback DROP INDEX delivery_body_age;

--changeset pet.webhook:007-secret-use
--comment When a secret, known by source and fingerprint, last signed a delivery: what tells when an old one may go.
CREATE TABLE secret_use (
  secret  text        PRIMARY KEY,
  used_at timestamptz NOT NULL
);
--rollback DROP TABLE secret_use;

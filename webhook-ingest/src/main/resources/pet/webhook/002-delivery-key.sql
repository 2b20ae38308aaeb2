--liquibase formatted sql

--changeset pet.webhook:002-delivery-key
--comment What was seen already. No foreign key: it outlives the delivery, so a duplicate of one removed by age is still known.
CREATE TABLE delivery_key (
  source      text        NOT NULL,
  shop        text        NOT NULL,
  topic       text        NOT NULL,
  key         text        NOT NULL,
  delivery_id uuid        NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, shop, topic, key)
);
--rollback DROP TABLE delivery_key;

--changeset pet.webhook:002-delivery-key-age
CREATE INDEX delivery_key_age ON delivery_key (received_at);
--rollback DROP INDEX delivery_key_age;

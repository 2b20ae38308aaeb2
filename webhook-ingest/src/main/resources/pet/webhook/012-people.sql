--liquibase formatted sql

--changeset pet.webhook:012-delivery-person
--comment Whom a delivery names that is in no order's lane, by keyed hashes, each with its digest, encrypted, beside it; gone with the body. No foreign key: bodies go by themselves, and deliveries are taken in without a look at another table.
CREATE TABLE delivery_person (
  id            bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id   uuid    NOT NULL,
  person_hash   bytea   NOT NULL,
  person_cipher bytea   NOT NULL,
  -- The shop's or the payment provider's id of them: what else has it is about the same person.
  is_customer   boolean NOT NULL,
  is_email      boolean NOT NULL
);
CREATE INDEX delivery_person_hash ON delivery_person (person_hash);
CREATE INDEX delivery_person_of ON delivery_person (delivery_id);
CREATE INDEX delivery_person_sealed ON delivery_person (get_byte(person_cipher, 0));
--rollback DROP TABLE delivery_person;

--changeset pet.webhook:012-compliance-request-erasure
--comment What erases the people of a shop that is at its end, once staff have confirmed that.
ALTER TABLE compliance_request ADD COLUMN erasure uuid;
--rollback ALTER TABLE compliance_request DROP COLUMN erasure;

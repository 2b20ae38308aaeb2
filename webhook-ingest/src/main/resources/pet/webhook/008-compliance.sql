--liquibase formatted sql

--changeset pet.webhook:008-compliance-request
--comment What Shopify's compliance topics ask for and staff have to answer. Whom it is about is encrypted, found by a keyed hash, and gone when it is done.
CREATE TABLE compliance_request (
  id           uuid        PRIMARY KEY,
  delivery_id  uuid        NOT NULL UNIQUE,
  topic        text        NOT NULL,
  -- As the signed body says.
  shop         text,
  subject      bytea,
  subject_hash bytea,
  requested_at timestamptz NOT NULL DEFAULT now(),
  status       text        NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'DONE')),
  exported_at  timestamptz,
  exported_by  text,
  done_at      timestamptz,
  done_by      text,
  note         text
);
--rollback DROP TABLE compliance_request;

--changeset pet.webhook:008-compliance-request-list
CREATE INDEX compliance_request_list ON compliance_request (requested_at, id);
--rollback DROP INDEX compliance_request_list;

--changeset pet.webhook:008-compliance-request-subject
CREATE INDEX compliance_request_subject ON compliance_request (subject_hash) WHERE subject IS NOT NULL;
--rollback DROP INDEX compliance_request_subject;

--liquibase formatted sql

--changeset pet.user:002-preferences
--comment What a person chose. Without a row they have the defaults, which the code knows.
CREATE TABLE preferences (
  subject           text        PRIMARY KEY REFERENCES profile (subject) ON DELETE CASCADE,
  theme             text        NOT NULL CHECK (theme IN ('LIGHT', 'DARK', 'AUTO')),
  notify_by_email   boolean     NOT NULL,
  notify_by_sms     boolean     NOT NULL,
  notify_by_push    boolean     NOT NULL,
  newsletter        boolean     NOT NULL,
  promotions        boolean     NOT NULL,
  -- Whether events may carry the user id.
  analytics         boolean     NOT NULL,
  personalization   boolean     NOT NULL,
  -- Counts every change; the ETag is made from it.
  version           bigint      NOT NULL,
  updated_at        timestamptz NOT NULL
);
--rollback DROP TABLE preferences;

--liquibase formatted sql logicalFilePath:pet/messaging/outbox.sql

-- Each module includes this file in its own changelog: names carry no schema, currentSchema decides.

--changeset messaging:1
CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id     uuid        NOT NULL UNIQUE,
  bucket       smallint    NOT NULL CHECK (bucket BETWEEN 0 AND 15),
  aggregate_id text        NOT NULL,
  type         text        NOT NULL,
  topic        text        NOT NULL,
  time         timestamptz NOT NULL,
  data         jsonb       NOT NULL,
  attempts     int         NOT NULL DEFAULT 0,
  parked_at    timestamptz,
  park_reason  text
);
--rollback DROP TABLE outbox;

--changeset messaging:2
-- What is still to be told, in order. A queue's rows live for milliseconds: vacuum often, or the dead ones are what is read.
CREATE INDEX outbox_waiting ON outbox (bucket, id) WHERE parked_at IS NULL;
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
--rollback DROP INDEX outbox_waiting;
--rollback ALTER TABLE outbox RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);

--changeset messaging:3
-- Parked aggregates, which a relay looks up to keep their later events behind them.
CREATE INDEX outbox_parked ON outbox (bucket, aggregate_id) WHERE parked_at IS NOT NULL;
--rollback DROP INDEX outbox_parked;

--changeset messaging:4
-- One row a bucket: who holds its lock relays the bucket.
CREATE TABLE outbox_bucket (
  bucket smallint PRIMARY KEY
);
INSERT INTO outbox_bucket (bucket) SELECT generate_series(0, 15);
--rollback DROP TABLE outbox_bucket;

--changeset messaging:5
CREATE TABLE inbox (
  consumer     text        NOT NULL,
  event_id     text        NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
--rollback DROP TABLE inbox;

--changeset messaging:6
-- What came of it: who sends it again is told the same. Empty where a version of us without this column processed it.
ALTER TABLE inbox ADD COLUMN result text NOT NULL DEFAULT '';
--rollback ALTER TABLE inbox DROP COLUMN result;

--changeset messaging:7
-- The watermark that was told last; who holds the row's lock tells the next one.
CREATE TABLE outbox_watermark (
  told timestamptz NOT NULL
);
INSERT INTO outbox_watermark (told) VALUES (to_timestamp(0));
--rollback DROP TABLE outbox_watermark;

--changeset messaging:8
-- What is so old that nobody sends it again goes. Rows come in the order of their time: the ranges of blocks tell.
CREATE INDEX inbox_age ON inbox USING brin (processed_at);
--rollback DROP INDEX inbox_age;

--changeset messaging:9
-- Events that operators gave up, and why: they were never told. What they said is not kept.
CREATE TABLE outbox_discarded (
  event_id     uuid        PRIMARY KEY,
  aggregate_id text        NOT NULL,
  type         text        NOT NULL,
  time         timestamptz NOT NULL,
  park_reason  text,
  discarded_at timestamptz NOT NULL DEFAULT now(),
  discarded_by text        NOT NULL,
  reason       text        NOT NULL
);
--rollback DROP TABLE outbox_discarded;

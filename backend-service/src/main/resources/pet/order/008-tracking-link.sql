--liquibase formatted sql

--changeset pet.order:008-tracking-link
--comment Who made links to an order, and who revoked them. Links that are made on one day are the same: who makes one again has made it already.
CREATE TABLE order_tracking_link (
  id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id   uuid        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  what       text        NOT NULL CHECK (what IN ('MADE', 'REVOKED')),
  at         timestamptz NOT NULL,
  -- 'owner', or 'staff:' and who.
  changed_by text        NOT NULL,
  -- Which links: all of a generation; of those that were made, when they end.
  generation integer     NOT NULL,
  expires_at timestamptz,
  UNIQUE (order_id, generation, expires_at, changed_by)
);
--rollback DROP TABLE order_tracking_link;

--changeset pet.order:008-tracking-link-list
CREATE INDEX order_tracking_link_list ON order_tracking_link (order_id, at, id);
--rollback DROP INDEX order_tracking_link_list;

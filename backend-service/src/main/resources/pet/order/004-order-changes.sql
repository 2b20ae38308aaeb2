--liquibase formatted sql

--changeset pet.order:004-order-state
--comment What the newest version of an order tells of it, and what became of it since.
ALTER TABLE orders
  -- What it came to by that version, after edits and refunds; then also after those that are newer.
  ADD COLUMN reported_total    bigint,
  ADD COLUMN current_total     bigint,
  ADD COLUMN refunded          bigint  NOT NULL DEFAULT 0,
  ADD COLUMN cancelled_in_shop boolean NOT NULL DEFAULT false,
  ADD COLUMN refunded_in_shop  boolean NOT NULL DEFAULT false,
  -- Whose it was is forgotten, and is not learned again.
  ADD COLUMN erased_at         timestamptz;
--rollback ALTER TABLE orders DROP COLUMN reported_total, DROP COLUMN current_total, DROP COLUMN refunded, DROP COLUMN cancelled_in_shop, DROP COLUMN refunded_in_shop, DROP COLUMN erased_at;

--changeset pet.order:004-order-item-quantities
--comment quantity is as ordered. What is left of it, by the newest version, and after what is newer.
ALTER TABLE order_item
  ADD COLUMN reported_quantity  integer,
  ADD COLUMN current_quantity   integer,
  ADD COLUMN refunded_quantity  integer NOT NULL DEFAULT 0,
  ADD COLUMN fulfilled_quantity integer NOT NULL DEFAULT 0;
--rollback ALTER TABLE order_item DROP COLUMN reported_quantity, DROP COLUMN current_quantity, DROP COLUMN refunded_quantity, DROP COLUMN fulfilled_quantity;

--changeset pet.order:004-order-fulfillment
--comment Parcels: each a resource of the shop with versions of its own.
CREATE TABLE order_fulfillment (
  order_id            uuid        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  shopify_id          bigint      NOT NULL,
  state               text        NOT NULL,
  delivered           boolean     NOT NULL,
  carrier             text,
  tracking_number     text,
  tracking_url        text,
  provider_updated_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, shopify_id)
);
--rollback DROP TABLE order_fulfillment;

--changeset pet.order:004-order-refund
--comment Refunds, once each. in_version: the newest version of the order has it in its figures.
CREATE TABLE order_refund (
  order_id   uuid        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  shopify_id bigint      NOT NULL,
  at         timestamptz NOT NULL,
  amount     bigint      NOT NULL,
  in_version boolean     NOT NULL,
  PRIMARY KEY (order_id, shopify_id)
);
--rollback DROP TABLE order_refund;

--changeset pet.order:004-order-edit
--comment Edits, once each.
CREATE TABLE order_edit (
  order_id   uuid        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  shopify_id bigint      NOT NULL,
  at         timestamptz NOT NULL,
  in_version boolean     NOT NULL,
  PRIMARY KEY (order_id, shopify_id)
);
--rollback DROP TABLE order_edit;

--changeset pet.order:004-order-line-change
--comment What parcels hold, refunds took back and edits changed, line by line.
CREATE TABLE order_line_change (
  order_id        uuid    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  kind            text    NOT NULL CHECK (kind IN ('FULFILLMENT', 'REFUND', 'EDIT')),
  shopify_id      bigint  NOT NULL,
  position        integer NOT NULL,
  shopify_line_id bigint  NOT NULL,
  quantity        integer NOT NULL,
  PRIMARY KEY (order_id, kind, shopify_id, position)
);
--rollback DROP TABLE order_line_change;

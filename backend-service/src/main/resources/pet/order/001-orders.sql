--liquibase formatted sql

--changeset pet.order:001-orders
--comment What the shop reported, and where the order is. Money is in minor units of its currency.
CREATE TABLE orders (
  id                  uuid        PRIMARY KEY,
  shopify_order_id    bigint      NOT NULL UNIQUE,
  order_number        text        NOT NULL,
  order_name          text        NOT NULL,
  masked_id           text        NOT NULL UNIQUE,
  status              text        NOT NULL CHECK (status IN ('PENDING', 'CONFIRMED', 'IN_PRODUCTION',
                        'QUALITY_CHECK', 'SHIPPED', 'DELIVERED', 'RETURNED', 'CANCELLED')),
  -- Encrypted, and a keyed hash to look it up by; both null for an order without an email.
  email_cipher        bytea,
  email_hash          bytea,
  currency            char(3)     NOT NULL,
  subtotal            bigint      NOT NULL,
  discounts           bigint      NOT NULL,
  shipping            bigint      NOT NULL,
  tax                 bigint      NOT NULL,
  total               bigint      NOT NULL,
  carrier             text,
  tracking_number     text,
  tracking_url        text,
  provider_created_at timestamptz NOT NULL,
  -- The version guard: an older report has no effect.
  provider_updated_at timestamptz NOT NULL,
  -- Counts every change; the ETag is made from it.
  version             bigint      NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL
);
--rollback DROP TABLE orders;

--changeset pet.order:001-orders-number
--comment The public lookup. Two shops may give one number: the email decides.
CREATE INDEX orders_number ON orders (order_number);
CREATE INDEX orders_name ON orders (order_name);
--rollback DROP INDEX orders_name;
--rollback DROP INDEX orders_number;

--changeset pet.order:001-orders-list
--comment The lists, newest first, read by keyset: everybody's, and one person's.
CREATE INDEX orders_list ON orders (created_at DESC, id DESC);
CREATE INDEX orders_of_email ON orders (email_hash, created_at DESC, id DESC);
--rollback DROP INDEX orders_of_email;
--rollback DROP INDEX orders_list;

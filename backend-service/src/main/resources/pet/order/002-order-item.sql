--liquibase formatted sql

--changeset pet.order:002-order-item
--comment A line of an order; one made from a design points at that design's revision for ever.
CREATE TABLE order_item (
  order_id        uuid    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position        integer NOT NULL,
  shopify_line_id bigint  NOT NULL,
  title           text    NOT NULL,
  sku             text,
  quantity        integer NOT NULL,
  price           bigint  NOT NULL,
  design_id       text,
  design_revision integer,
  PRIMARY KEY (order_id, position)
);
--rollback DROP TABLE order_item;

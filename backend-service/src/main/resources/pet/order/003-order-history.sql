--liquibase formatted sql

--changeset pet.order:003-order-history
--comment Every status an order has had: when, by whom or what, and whether steps were skipped.
CREATE TABLE order_history (
  order_id uuid        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position integer     NOT NULL,
  status   text        NOT NULL,
  at       timestamptz NOT NULL,
  changed_by text      NOT NULL,
  note     text,
  jumped   boolean     NOT NULL,
  PRIMARY KEY (order_id, position)
);
--rollback DROP TABLE order_history;

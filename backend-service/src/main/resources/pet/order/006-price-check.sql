--liquibase formatted sql

--changeset pet.order:006-price-check
--comment Whether a line was paid for what its revision costs; null for ordinary goods.
ALTER TABLE orders ADD COLUMN taxes_included boolean NOT NULL DEFAULT false;
ALTER TABLE order_item
  ADD COLUMN price_check text CHECK (price_check IN ('PENDING', 'MATCHES', 'DIFFERS', 'UNKNOWN')),
  ADD COLUMN price_checked_at timestamptz;
--rollback ALTER TABLE order_item DROP COLUMN price_check, DROP COLUMN price_checked_at;
--rollback ALTER TABLE orders DROP COLUMN taxes_included;

--changeset pet.order:006-price-check-pending
--comment The few that are still to be checked.
CREATE INDEX order_item_price_pending ON order_item (price_checked_at) WHERE price_check = 'PENDING';
--rollback DROP INDEX order_item_price_pending;

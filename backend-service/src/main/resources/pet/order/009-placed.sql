--liquibase formatted sql

--changeset pet.order:009-placed
--comment What an order was when it came, as order.created told, for whoever counts: what it comes to after edits is beside it. Lines of later versions were not placed.
ALTER TABLE orders ADD COLUMN placed_total bigint;
ALTER TABLE order_item ADD COLUMN placed_quantity integer;
--rollback ALTER TABLE order_item DROP COLUMN placed_quantity;
--rollback ALTER TABLE orders DROP COLUMN placed_total;

--changeset pet.order:009-placed-fill
--comment Of those from before, the newest version is what is known.
UPDATE orders SET placed_total = total;
UPDATE order_item SET placed_quantity = quantity;
--rollback SELECT 1;

--liquibase formatted sql

--changeset pet.webhook:003-delivery-list
--comment Staff's list, newest first, by the cursor that all lists share.
CREATE INDEX delivery_list ON delivery (received_at, id);
--rollback DROP INDEX delivery_list;

--changeset pet.webhook:003-delivery-list-by-state
DROP INDEX delivery_state;
CREATE INDEX delivery_state ON delivery (state, received_at, id);
--rollback DROP INDEX delivery_state;
--rollback CREATE INDEX delivery_state ON delivery (state, seq);

--liquibase formatted sql

--changeset pet.webhook:014-delivery-dead
--comment Operators list what is dead. An index by all states was taken by workers' plans that were made while nothing waited: all that waits was then read for each delivery.
CREATE INDEX delivery_dead ON delivery (received_at, id) WHERE state = 'DEAD';
DROP INDEX delivery_state;
--rollback CREATE INDEX delivery_state ON delivery (state, received_at, id);
--rollback DROP INDEX delivery_dead;

--changeset pet.webhook:014-delivery-waiting
--comment What waits for its order is found among what waits for one, not among all that is to be done.
CREATE INDEX delivery_waiting ON delivery (lane) WHERE state = 'WAITING';
--rollback DROP INDEX delivery_waiting;

--liquibase formatted sql

--changeset pet.webhook:015-delivery-due
--comment A time is never null. Saying so makes this no index for who asks for none: while nothing was due, it seemed as good as the lane's to find who stands before a delivery, and that plan was kept.
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (due_at, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING') AND due_at IS NOT NULL;
--rollback DROP INDEX delivery_due;
--rollback CREATE INDEX delivery_due ON delivery (due_at, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING');

--changeset pet.webhook:015-delivery-lane
--comment The same of what is asked without a lane: who waits for an order by its name.
DROP INDEX delivery_lane;
CREATE INDEX delivery_lane ON delivery (lane, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING') AND lane IS NOT NULL;
--rollback DROP INDEX delivery_lane;
--rollback CREATE INDEX delivery_lane ON delivery (lane, seq) WHERE state IN ('PENDING', 'RETRYING', 'WAITING');

--changeset pet.webhook:015-delivery-waiting
DROP INDEX delivery_waiting;
CREATE INDEX delivery_waiting ON delivery (lane) WHERE state = 'WAITING' AND lane IS NOT NULL;
--rollback DROP INDEX delivery_waiting;
--rollback CREATE INDEX delivery_waiting ON delivery (lane) WHERE state = 'WAITING';

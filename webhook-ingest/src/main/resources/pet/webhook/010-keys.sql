--liquibase formatted sql

--changeset pet.webhook:010-delivery-sealed
--comment Finds what is under another key than the one that writes: a ciphertext begins with its key's version. Body and headers are written together.
CREATE INDEX delivery_sealed ON delivery (get_byte(substring(coalesce(body, headers) FROM 1 FOR 1), 0));
--rollback DROP INDEX delivery_sealed;

--changeset pet.webhook:010-compliance-request-sealed
CREATE INDEX compliance_request_sealed ON compliance_request (get_byte(subject, 0));
--rollback DROP INDEX compliance_request_sealed;

--changeset pet.webhook:010-erased-lane
--comment Lanes are kept as keyed hashes, with their digest, encrypted, beside it; a row without one holds the plain digest, until the module has seen to it. One lane may be there under two keys.
ALTER TABLE erased_lane DROP CONSTRAINT erased_lane_pkey;
ALTER TABLE erased_lane ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
ALTER TABLE erased_lane ADD COLUMN lane_cipher bytea;
CREATE INDEX erased_lane_hash ON erased_lane (lane_hash);
CREATE INDEX erased_lane_sealed ON erased_lane ((coalesce(get_byte(lane_cipher, 0), 0)));
--rollback DROP INDEX erased_lane_sealed;
--rollback DROP INDEX erased_lane_hash;
--rollback ALTER TABLE erased_lane DROP COLUMN lane_cipher;
--rollback ALTER TABLE erased_lane DROP COLUMN id;
--rollback ALTER TABLE erased_lane ADD PRIMARY KEY (lane_hash);

--liquibase formatted sql

--changeset pet.builder:004-design-of-nobody
--comment The designs of a person who was erased are nobody's: orders point at their revisions for ever.
ALTER TABLE design ALTER COLUMN owner DROP NOT NULL;
--rollback UPDATE design SET owner = '' WHERE owner IS NULL;
--rollback ALTER TABLE design ALTER COLUMN owner SET NOT NULL;

--changeset pet.builder:004-design-list-with-deleted
--comment A person's export holds what they deleted, too.
DROP INDEX design_list;
CREATE INDEX design_list ON design (owner, created_at DESC, id DESC);
--rollback DROP INDEX design_list;
--rollback CREATE INDEX design_list ON design (owner, created_at DESC, id DESC) WHERE deleted_at IS NULL;

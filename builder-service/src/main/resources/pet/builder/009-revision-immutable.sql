--liquibase formatted sql

--changeset pet.builder:009-revision-immutable splitStatements:false
--comment A revision that was made keeps its price and its moment, whoever writes: orders were placed at it. (Erasing a person takes their words out of the configuration.)
CREATE FUNCTION refuse_change_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a revision of a design does not change';
END $$;
CREATE TRIGGER design_revision_immutable
  BEFORE UPDATE OF design_id, revision, price, created_at ON design_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_revision();
--rollback DROP TRIGGER design_revision_immutable ON design_revision;
--rollback DROP FUNCTION refuse_change_of_revision();

--liquibase formatted sql

--changeset pet.builder:011-share-design
--comment A design's links, the newest first: its owner reads the last one also when it has ended.
CREATE INDEX share_design ON share (design_id, created_at);
--rollback DROP INDEX share_design;

--liquibase formatted sql

--changeset pet.builder:007-share-view
--comment Views that were not added up yet: a row each, so that viewers do not wait for one another. No foreign key: it would lock the share's row.
CREATE TABLE share_view (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  design_id uuid   NOT NULL,
  -- Tells a request that is sent on again from another view.
  trace_id  text   NOT NULL,
  seen_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (design_id, trace_id)
);
-- Rows live for a minute: vacuum often, or the dead ones are what is counted.
ALTER TABLE share_view SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
--rollback DROP TABLE share_view;

--changeset pet.builder:007-design-views
--comment Views that were added up, over all of a design's links.
CREATE TABLE design_views (
  design_id uuid   PRIMARY KEY,
  views     bigint NOT NULL CHECK (views > 0)
);
--rollback DROP TABLE design_views;

--liquibase formatted sql

--changeset pet.builder:005-cache-generation
--comment Which entries of the cache in Redis may be believed. One row; counts the writes that could not reach Redis.
CREATE TABLE cache_generation (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  generation bigint  NOT NULL
);
INSERT INTO cache_generation (generation) VALUES (1);
--rollback DROP TABLE cache_generation;

--liquibase formatted sql

--changeset pet.builder:008-preset
--comment Configurations to begin with. They change by migration.
CREATE TABLE preset (
  id          text    PRIMARY KEY,
  name        text    NOT NULL,
  description text    NOT NULL,
  category    text    NOT NULL,
  tags        text[]  NOT NULL,
  sort_order  integer NOT NULL UNIQUE,
  config      jsonb   NOT NULL
);
--rollback DROP TABLE preset;

--changeset pet.builder:008-presets
INSERT INTO preset (id, name, description, category, tags, sort_order, config) VALUES
  ('classic-adventure', 'Classic Adventure', 'Forest green and brushed gunmetal for long days on the trail.',
   'adventure', '{outdoor,classic,unisex}', 10,
   '{"size":"M","colorId":"forest","hardwareId":"gunmetal","personalization":{"text":"ADVENTURE","font":"block","position":"back","threadColor":"#FFFFFF"}}'),
  ('urban-style', 'Urban Style', 'All midnight, matte black metal, and nothing else.',
   'urban', '{city,minimal,unisex}', 20,
   '{"size":"M","colorId":"midnight","hardwareId":"black"}'),
  ('sunset-runner', 'Sunset Runner', 'Warm sunset straps that are seen from afar.',
   'sport', '{outdoor,bright,running}', 30,
   '{"size":"L","colorId":"sunset","hardwareId":"silver","personalization":{"text":"RUN","font":"block","position":"side","threadColor":"#2D2D2D"}}'),
  ('ocean-breeze', 'Ocean Breeze', 'Ocean blue with polished silver, for walks along the water.',
   'adventure', '{outdoor,summer,classic}', 40,
   '{"size":"M","colorId":"ocean","hardwareId":"silver","personalization":{"text":"Salty Paws","font":"script","position":"chest","threadColor":"#FFFFFF"}}'),
  ('lavender-dream', 'Lavender Dream', 'Soft lavender and rose gold for the gentle ones.',
   'elegant', '{soft,gift,small-dogs}', 50,
   '{"size":"S","colorId":"lavender","hardwareId":"rose-gold","personalization":{"text":"Luna ♥","font":"script","position":"chest","threadColor":"#FFFFFF"}}'),
  ('golden-hour', 'Golden Hour', 'Midnight straps with polished gold: dressed for dinner.',
   'elegant', '{gift,evening,classic}', 60,
   '{"size":"M","colorId":"midnight","hardwareId":"gold","personalization":{"text":"Sir Barkley","font":"rounded","position":"back","threadColor":"#FFD166"}}'),
  ('coral-puppy', 'Coral Puppy', 'Cheerful coral in the smallest size, for first walks.',
   'playful', '{bright,puppy,small-dogs}', 70,
   '{"size":"XS","colorId":"coral","hardwareId":"silver","personalization":{"text":"Hello!","font":"rounded","position":"back","threadColor":"#2D2D2D"}}'),
  ('gentle-giant', 'Gentle Giant', 'Ocean blue and gunmetal, cut for the largest dogs.',
   'playful', '{big-dogs,outdoor,unisex}', 80,
   '{"size":"XXL","colorId":"ocean","hardwareId":"gunmetal","personalization":{"text":"Gentle Giant","font":"rounded","position":"side","threadColor":"#FFD166"}}');
--rollback DELETE FROM preset;

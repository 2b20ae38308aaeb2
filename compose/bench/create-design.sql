-- What creating a design writes, for pgbench; scripts/bench-builder has made the tables, as the builder's own.
BEGIN;
INSERT INTO design (id, owner, name, status, revision, version, created_at, updated_at)
VALUES (gen_random_uuid(), 'bench-builder', 'Bench 1000', 'DRAFT', 1, 1, now(), now())
RETURNING id \gset
INSERT INTO design_revision (design_id, revision, config, price, created_at)
VALUES (:id, 1,
  '{"size":"M","colorId":"ocean","hardwareId":"gold","personalization":{"text":"LUNA","font":"block","threadColor":"#FFFFFF","position":"chest"}}',
  '{"basePrice":{"amount":"68.00","currency":"USD"},"colorSurcharge":{"amount":"5.00","currency":"USD"},"hardwareSurcharge":{"amount":"8.00","currency":"USD"},"personalizationFee":{"amount":"10.00","currency":"USD"},"subtotal":{"amount":"91.00","currency":"USD"},"tax":{"amount":"7.96","currency":"USD"},"total":{"amount":"98.96","currency":"USD"}}',
  now());
INSERT INTO outbox (event_id, bucket, aggregate_id, type, topic, time, data)
VALUES (gen_random_uuid(), 1, :id, 'design.created', 'pet.events.design', now(),
  '{"designId":"00000000-0000-4000-8000-000000000000","userId":"bench-builder","revision":1,"size":"M","colorId":"ocean","hardwareId":"gold","font":"block"}');
COMMIT;

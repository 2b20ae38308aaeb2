-- What taking a delivery in writes, for pgbench; scripts/bench-webhooks has made the tables, as ingest's own, and WebhooksBench
-- tells how many bytes its rows have.
BEGIN;
SELECT gen_random_uuid() AS id \gset
INSERT INTO delivery_key (source, shop, topic, key, delivery_id)
VALUES ('shopify', 'paws.myshopify.com', 'orders/create', 'webhook:' || CAST(:id AS text), :id);
INSERT INTO delivery (id, source, shop, topic, webhook_id, event_id, api_version, triggered_at, lane, resource_updated_at,
  secret, headers, body, state)
VALUES (:id, 'shopify', 'paws.myshopify.com', 'orders/create', :id, gen_random_uuid(), '2025-01', now(),
  'shopify/order/' || CAST(1000000 * random() AS bigint), now(), 0, decode(repeat('5a', :headers), 'hex'), decode(repeat('5a', :body), 'hex'), 'PENDING');
INSERT INTO outbox (event_id, bucket, aggregate_id, type, topic, time, data)
VALUES (gen_random_uuid(), 1, :id, 'webhook.received', 'pet.webhook.events', now(),
  '{"deliveryId":"00000000-0000-4000-8000-000000000000","source":"shopify","topic":"orders/create"}');
COMMIT;

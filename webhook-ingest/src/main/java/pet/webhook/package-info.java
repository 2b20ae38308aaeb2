/**
 * Takes the world's webhooks: verified, durable and deduplicated before the 200, then processed per
 * order in sequence. The delivery log in PostgreSQL is the queue, the state and the evidence.
 */
package pet.webhook;

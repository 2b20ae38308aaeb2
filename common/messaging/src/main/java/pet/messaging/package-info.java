/**
 * What the modules tell each other: events, written to an outbox in the transaction that makes them
 * true, relayed to Kafka in order per aggregate, and only then announced on Redis. Kafka is the
 * truth, Redis the nudge.
 */
package pet.messaging;

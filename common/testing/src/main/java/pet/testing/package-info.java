/**
 * What tests of every room share: real PostgreSQL, Redis and Kafka (in containers where Docker
 * answers, embedded otherwise), processes booted on free ports, and signed webhooks.
 */
package pet.testing;

/**
 * Real PostgreSQL, Redis and Kafka, started from Maven artifacts: for {@code make dev}, which keeps
 * its data, and for tests, which throw it away. Depends on nothing of ours.
 *
 * <p>PostgreSQL and Redis are child processes on a leash (see {@code leash.sh}): they never outlive
 * this JVM. Kafka runs inside it.
 */
package pet.embedded;

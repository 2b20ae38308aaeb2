/** What was read, kept in Redis for all replicas, and never staler than the last write. */
package pet.builder.cache;

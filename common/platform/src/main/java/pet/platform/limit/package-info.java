/** How often somebody may do something: counted in Redis, for all replicas together. */
package pet.platform.limit;

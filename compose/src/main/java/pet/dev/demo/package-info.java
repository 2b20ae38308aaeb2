/**
 * Believable customers for a running store, and the count at the end: what was sent, what the store
 * says it has, and what analytics counted must be the same.
 */
package pet.dev.demo;

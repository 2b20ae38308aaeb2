/** Idempotency-Key: a request that is sent again does nothing again, and gets the same answer. */
package pet.platform.idempotency;

/** What calls between modules cost: {@code make bench-modes}. */
package pet.dev.bench;

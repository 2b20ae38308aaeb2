/** {@code make hybrid-status}: what runs, and how it is. */
package pet.dev.status;

/** Development: the whole store, or its servers alone, on one machine by one command. */
package pet.dev;

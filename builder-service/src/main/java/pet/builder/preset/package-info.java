/** Designs to begin with. */
package pet.builder.preset;

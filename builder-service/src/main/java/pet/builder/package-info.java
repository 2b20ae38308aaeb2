/** Designs: what customers make of a harness, its prices, its revisions and its share links. */
package pet.builder;

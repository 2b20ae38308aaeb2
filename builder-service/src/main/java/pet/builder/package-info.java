/** The builder: what customers make of a harness, from the catalog to the shop's cart. */
package pet.builder;

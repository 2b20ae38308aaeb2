/** What can be chosen, and what it costs. */
package pet.builder.catalog;

/** Designs and their revisions. */
package pet.builder.design;

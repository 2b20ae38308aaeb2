/** Links to designs, for anybody who has one, and how often they were followed. */
package pet.builder.share;

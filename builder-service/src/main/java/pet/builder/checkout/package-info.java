/** How a design gets into the Shopify shop's cart. */
package pet.builder.checkout;

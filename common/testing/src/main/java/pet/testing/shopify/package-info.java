/** Shopify as the store sees it: its sample payloads, orders made from them, and its signature. */
package pet.testing.shopify;

/** What is Shopify's own: its signature, its headers, and its order as JSON. */
package pet.webhook.shopify;

/** Shopify's Admin GraphQL API, as far as reconciliation asks it. */
package pet.webhook.admin;

/**
 * Senders of webhooks other than the shop, who sign the time, too: Stripe, and Standard Webhooks.
 */
package pet.testing.webhooks;

/** What is Stripe's own: its signature, and its event as JSON. */
package pet.webhook.stripe;

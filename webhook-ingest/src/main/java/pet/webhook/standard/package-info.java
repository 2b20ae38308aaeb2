/** Standard Webhooks 1.0, as Clerk and others send them. */
package pet.webhook.standard;

/** Who signed a body: what the three sources' signatures have in common. */
package pet.webhook.signature;

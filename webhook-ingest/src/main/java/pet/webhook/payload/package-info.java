/** A payload's JSON: read so that what is wrong in it can be named, and never quoted. */
package pet.webhook.payload;

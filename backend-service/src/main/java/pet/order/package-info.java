/**
 * Orders: taken over from the shop's reports, looked up by customers, moved by staff. {@link
 * pet.order.OrderModule} is the way in.
 */
package pet.order;

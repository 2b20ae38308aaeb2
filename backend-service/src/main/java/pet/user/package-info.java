/** People: who they are, as their tokens say. {@link pet.user.UserModule} is the way in. */
package pet.user;

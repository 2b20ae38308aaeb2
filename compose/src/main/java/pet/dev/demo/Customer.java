package pet.dev.demo;

import java.util.ArrayList;
import java.util.List;
import pet.platform.login.DevelopmentTokens;

/**
 * Somebody who designs harnesses.
 *
 * @param subject belongs to one run alone, so that the designs of a run can be listed
 */
record Customer(String subject, String email, String token) {

  static List<Customer> population(String run, int size, DevelopmentTokens tokens) {
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String subject = "demo-" + run + "-" + i;
      String email = "customer" + i + "." + run + "@example.com";
      customers.add(new Customer(subject, email, tokens.mint(subject, null, email)));
    }
    return List.copyOf(customers);
  }

  @Override
  public String toString() {
    return subject;
  }
}

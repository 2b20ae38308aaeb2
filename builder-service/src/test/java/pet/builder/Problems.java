package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;

import pet.testing.Answer;

/** What is expected of a refusal. */
public final class Problems {

  private Problems() {}

  /** Refuses with this status and code, as a problem detail. */
  public static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + code);
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
  }

  /** Refuses input, and names the field first. */
  public static void assertInvalid(Answer answer, String field) {
    assertProblem(answer, 400, "invalid-input");
    assertThat(answer.json().at("/errors/0/field").asText()).as(answer.text()).isEqualTo(field);
  }
}

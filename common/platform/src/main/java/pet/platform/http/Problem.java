package pet.platform.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pet.domain.FieldError;
import pet.domain.ProblemCode;
import pet.platform.Trace;

/**
 * An RFC 9457 problem detail.
 *
 * @param type stable: {@code urn:pet:problem:<code>}
 * @param status the same as the response's
 * @param instance an id to quote to the operators, for {@code internal}; else null
 * @param traceId of the request, by which log lines are found, for the 5xx; else null
 * @param errors the fields at fault, for {@code invalid-input}; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    String traceId,
    List<FieldError> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";
  private static final String PREFIX = "urn:pet:problem:";

  public static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
    return new Problem(
        PREFIX + code.code(),
        code.title(),
        ProblemStatus.of(code),
        detail,
        null,
        null,
        errors.isEmpty() ? null : errors);
  }

  /** Of an answer that a framework of ours gives by itself. */
  static Problem ofStatus(int status, String reason) {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> ProblemStatus.of(code) == status)
        .findFirst()
        .filter(code -> status != 400)
        .map(code -> of(code, reason + ".", List.of()))
        .orElseGet(
            () ->
                new Problem(
                    PREFIX + reason.toLowerCase(Locale.ROOT).replace(' ', '-'),
                    reason,
                    status,
                    status == 400 ? "The request cannot be read." : reason + ".",
                    null,
                    null,
                    null));
  }

  Problem withInstance(String id) {
    return new Problem(type, title, status, detail, "urn:pet:incident:" + id, traceId, errors);
  }

  /** With the trace's id, where it is of use: a refusal is the client's to understand. */
  Problem withTrace(Trace trace) {
    return status < 500
        ? this
        : new Problem(type, title, status, detail, instance, trace.traceId(), errors);
  }

  /** The code that the type names, if it is one of ours. */
  @JsonIgnore
  public Optional<ProblemCode> code() {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> (PREFIX + code.code()).equals(type))
        .findFirst();
  }

  /** For answers that are written outside of Jersey. */
  public String toJson(ObjectMapper json) {
    try {
      return json.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

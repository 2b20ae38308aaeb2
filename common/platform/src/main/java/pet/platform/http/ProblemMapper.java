package pet.platform.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.CharConversionException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.ProblemCode;
import pet.platform.Trace;
import pet.platform.database.DatabaseTrouble;
import pet.platform.limit.TooManyRequests;

/**
 * Turns whatever a resource throws into a problem detail. The unexpected is logged once with an id,
 * and the client gets that id and nothing else.
 */
public final class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
  static final int RETRY_AFTER_SECONDS = 2;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException answer) {
      return fromFramework(answer);
    }
    Response response = respond(problem(thrown));
    if (thrown instanceof TooManyRequests often) {
      response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, often.seconds());
    }
    return response;
  }

  /** The problem that an exception amounts to. The unexpected is logged here, under its id. */
  public static Problem problem(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof JsonProcessingException json) {
        return fromJson(json);
      }
      if (t instanceof CharConversionException) {
        return Problem.of(ProblemCode.MALFORMED_BODY, "The body is not text in UTF-8.", List.of());
      }
      if (t instanceof HttpException refused) {
        // The server's own, while a body is read: it takes too long.
        return Problem.ofStatus(refused.getCode(), HttpStatus.getMessage(refused.getCode()));
      }
      if (t instanceof DomainException refused) {
        return Problem.of(refused.code(), refused.getMessage(), refused.errors());
      }
    }
    if (DatabaseTrouble.isOutage(thrown)) {
      LOG.warn("the database does not answer: {}", DatabaseTrouble.summary(thrown));
      return Problem.of(
          ProblemCode.UNAVAILABLE, "The store's database does not answer.", List.of());
    }
    String id = UUID.randomUUID().toString();
    LOG.error("incident {}", id, thrown);
    return Problem.of(ProblemCode.INTERNAL, "Quote the instance to the store's team.", List.of())
        .withInstance(id);
  }

  /** No login, or one that is not believed. */
  public static Response unauthenticated() {
    return respond(
        Problem.of(
            ProblemCode.UNAUTHENTICATED,
            "Send a token that is valid here as 'Authorization: Bearer …'.",
            List.of()));
  }

  private static Response respond(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .entity(Trace.current().map(problem::withTrace).orElse(problem));
    if (problem.status() == 503
        || problem.status() == 429
        || problem.code().filter(ProblemCode.IN_PROGRESS::equals).isPresent()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (problem.status() == 401
        && problem.code().filter(ProblemCode.UNAUTHENTICATED::equals).isPresent()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"pet\"");
    }
    return response.build();
  }

  /** 404, 405, 415 and the like that Jersey answers by itself. */
  private static Response fromFramework(WebApplicationException answer) {
    Response original = answer.getResponse();
    int status = original.getStatus();
    if (status < 400) {
      return original;
    }
    Problem problem = Problem.ofStatus(status, original.getStatusInfo().getReasonPhrase());
    return Response.fromResponse(original).type(Problem.MEDIA_TYPE).entity(problem).build();
  }

  private static Problem fromJson(JsonProcessingException e) {
    if (e.getCause() instanceof DomainException refused
        && refused.code() == ProblemCode.INVALID_INPUT
        && e instanceof JsonMappingException mapping) {
      String prefix = path(mapping);
      return invalid(
          refused.errors().stream()
              .map(error -> new FieldError(join(prefix, error.field()), error.message()))
              .toList());
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return invalid(List.of(new FieldError(path(unknown), "is not known here")));
    }
    if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
      return invalid(
          List.of(new FieldError(path(wrong), "must be one of " + choices(wrong.getTargetType()))));
    }
    if (e instanceof MismatchedInputException wrong && !wrong.getPath().isEmpty()) {
      return invalid(
          List.of(new FieldError(path(wrong), "must be " + expected(wrong.getTargetType()))));
    }
    if (e instanceof JsonMappingException outOfRange
        && e.getCause() instanceof InputCoercionException number) {
      return invalid(
          List.of(new FieldError(path(outOfRange), "must be " + expected(number.getTargetType()))));
    }
    if (e instanceof MismatchedInputException && e.getCause() == null) {
      // Without a path: the whole body is of another type.
      return Problem.of(ProblemCode.MALFORMED_BODY, "The body must be a JSON object.", List.of());
    }
    if (e instanceof JsonMappingException mapping
        && !mapping.getPath().isEmpty()
        && !(e.getCause() instanceof JsonParseException)
        && !(e.getCause() instanceof JsonEOFException)) {
      return invalid(List.of(new FieldError(path(mapping), "cannot be read")));
    }
    String what =
        e instanceof StreamConstraintsException
            ? "The body is nested too deeply or has a value that is too long"
            : "The body is not valid JSON";
    return Problem.of(ProblemCode.MALFORMED_BODY, what + place(e.getLocation()) + ".", List.of());
  }

  private static Problem invalid(List<FieldError> errors) {
    FieldError first = errors.get(0);
    return Problem.of(
        ProblemCode.INVALID_INPUT, first.field() + " " + first.message() + ".", errors);
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        String name = step.getFieldName();
        // JSON allows a property without a name; a reader of the error is to see that it is meant.
        path.append(path.isEmpty() ? "" : ".").append(name.isEmpty() ? "\"\"" : name);
      }
    }
    return path.toString();
  }

  private static String join(String prefix, String field) {
    return prefix.isEmpty() ? field : prefix + "." + field;
  }

  private static String choices(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(java.lang.reflect.Field::isEnumConstant)
        .map(ProblemMapper::jsonName)
        .collect(Collectors.joining(", "));
  }

  private static String jsonName(java.lang.reflect.Field constant) {
    var named = constant.getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
    return named == null || named.value().isEmpty() ? constant.getName() : named.value();
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type.isEnum()) {
      return "one of " + choices(type);
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in range";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (java.time.temporal.Temporal.class.isAssignableFrom(type)) {
      return "an instant in ISO 8601, such as 2026-11-22T19:05:00Z";
    }
    return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}

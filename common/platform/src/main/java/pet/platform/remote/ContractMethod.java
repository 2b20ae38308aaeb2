package pet.platform.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pet.domain.Caller;
import pet.domain.MayRepeat;
import pet.domain.Within;
import pet.platform.Trace;

/**
 * One method of a contract, read once: how its arguments become a request, and what its answer is.
 * What could not be the same from elsewhere as it is here is refused at start.
 */
final class ContractMethod {

  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE");
  private static final Pattern VARIABLE = Pattern.compile("\\{\\s*(\\w+)\\s*(:[^}]*)?}");

  /** A request that can be sent again; {@code caller} and {@code body} may be null. */
  record Request(String verb, String pathAndQuery, String trace, String caller, String body) {}

  private enum Place {
    PATH,
    QUERY,
    CALLER,
    BODY
  }

  private record Argument(Place place, String name) {}

  private final Method method;
  private final String verb;
  private final String path;
  private final List<Argument> arguments = new ArrayList<>();
  private final boolean mayRepeat;
  private final ObjectReader answer;
  private ObjectWriter body;

  ContractMethod(Class<?> contract, Method method, ObjectMapper json) {
    this.method = method;
    verb = verbOf(method).orElseThrow(() -> wrong("has no HTTP method"));
    path = pathOf(contract) + pathOf(method);
    mayRepeat = IDEMPOTENT.contains(verb) || method.isAnnotationPresent(MayRepeat.class);
    for (Parameter parameter : method.getParameters()) {
      Argument argument = argument(parameter);
      arguments.add(argument);
      if (argument.place() == Place.BODY) {
        if (body != null) {
          throw wrong("has two bodies");
        }
        body = json.writerFor(json.constructType(parameter.getParameterizedType()));
      }
    }
    checkPath();
    answer =
        json.readerFor(json.constructType(method.getGenericReturnType()))
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    if (CharSequence.class.isAssignableFrom(method.getReturnType())) {
      throw wrong("answers bare text, which is no JSON: answer a record");
    }
  }

  private void checkPath() {
    VARIABLE
        .matcher(path)
        .results()
        .map(found -> new Argument(Place.PATH, found.group(1)))
        .filter(variable -> !arguments.contains(variable))
        .findFirst()
        .ifPresent(
            variable -> {
              throw wrong("has {" + variable.name() + "} in its path, and no parameter for it");
            });
  }

  private static Optional<String> verbOf(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String pathOf(AnnotatedElement element) {
    Path path = element.getAnnotation(Path.class);
    if (path == null || path.value().isEmpty() || path.value().equals("/")) {
      return "";
    }
    return path.value().startsWith("/") ? path.value() : "/" + path.value();
  }

  private Argument argument(Parameter parameter) {
    Annotation[] annotations = parameter.getAnnotations();
    if (annotations.length == 0) {
      if (parameter.getType() == String.class) {
        throw wrong("takes bare text as its body, which is no JSON: take a record");
      }
      return new Argument(Place.BODY, null);
    }
    if (annotations.length == 1 && annotations[0] instanceof PathParam param) {
      if (parameter.getType() == String.class) {
        // A slash or two dots would lead elsewhere.
        throw wrong("takes any text in its path: take a type that checks it, or use the query");
      }
      return new Argument(Place.PATH, param.value());
    }
    if (annotations.length == 1
        && annotations[0] instanceof QueryParam param
        && parameter.getType() != Caller.class) {
      return new Argument(Place.QUERY, param.value());
    }
    if (annotations.length == 1
        && annotations[0] instanceof HeaderParam param
        && param.value().equals(Caller.HEADER)
        && parameter.getType() == Caller.class) {
      return new Argument(Place.CALLER, null);
    }
    throw wrong("may take path and query parameters, the caller, and one body, and no more");
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "contract method "
            + method.getDeclaringClass().getSimpleName()
            + "."
            + method.getName()
            + " "
            + what);
  }

  /** Whether a call that may have been executed can be sent again. */
  boolean mayRepeat() {
    return mayRepeat;
  }

  /** How long a call may take, if it is to be less than usual. */
  Optional<Duration> deadline() {
    return Optional.ofNullable(method.getAnnotation(Within.class))
        .map(within -> Duration.ofMillis(within.millis()));
  }

  /** As the contract has it. */
  String path() {
    return path;
  }

  boolean answersNothing() {
    return method.getReturnType() == void.class;
  }

  boolean mayAnswerNull() {
    return !method.getReturnType().isPrimitive();
  }

  /** What the local object has returned where the answer has no content; may be null. */
  Object nothing() {
    return method.getReturnType() == Optional.class ? Optional.empty() : null;
  }

  ObjectReader answer() {
    return answer;
  }

  Request request(Object[] values) {
    Map<String, String> inPath = new HashMap<>();
    StringBuilder query = new StringBuilder();
    String caller = null;
    String content = null;
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      Object value = values[i];
      switch (argument.place()) {
        case PATH ->
            inPath.put(argument.name(), text(Objects.requireNonNull(value, argument.name())));
        case QUERY -> addQuery(query, argument.name(), value);
        case CALLER -> caller = value == null ? null : CallerHeader.write((Caller) value);
        case BODY -> content = json(value);
      }
    }
    String filled =
        VARIABLE
            .matcher(path)
            .replaceAll(found -> encoded(inPath.get(found.group(1))).replace("+", "%20"));
    return new Request(verb, filled + query, Trace.currentOrNew().header(), caller, content);
  }

  private static void addQuery(StringBuilder query, String name, Object value) {
    if (value == null) {
      return;
    }
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> addQuery(query, name, present));
    } else if (value instanceof Iterable<?> many) {
      many.forEach(one -> addQuery(query, name, one));
    } else {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(encoded(name))
          .append('=')
          .append(encoded(text(value)));
    }
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String json(Object value) {
    try {
      return body.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(method.getName() + " was given what is no JSON", e);
    }
  }
}

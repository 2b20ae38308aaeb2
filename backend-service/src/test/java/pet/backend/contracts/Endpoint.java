package pet.backend.contracts;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassfish.jersey.model.Parameter.Source;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import pet.platform.openapi.Answers;

/**
 * A public resource method, as Jersey itself sees it.
 *
 * @param template its path, with the patterns of its parameters
 */
record Endpoint(Class<?> owner, String template, ResourceMethod model) {

  private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)\\s*(?::([^{}]*))?}");

  /** Those of a resource. */
  static Stream<Endpoint> of(Class<?> owner) {
    Resource resource = Resource.from(owner);
    return Stream.concat(
        resource.getResourceMethods().stream()
            .map(method -> new Endpoint(owner, resource.getPath(), method)),
        resource.getChildResources().stream()
            .flatMap(
                child ->
                    child.getResourceMethods().stream()
                        .map(
                            method ->
                                new Endpoint(
                                    owner, join(resource.getPath(), child.getPath()), method))));
  }

  private static String join(String path, String child) {
    return path.replaceFirst("/$", "") + "/" + child.replaceFirst("^/", "");
  }

  String path() {
    return PARAMETER.matcher(template).replaceAll("{$1}");
  }

  /** What a parameter of the path must look like, if the path says. */
  Optional<String> pattern(String parameter) {
    Matcher matcher = PARAMETER.matcher(template);
    while (matcher.find()) {
      if (matcher.group(1).equals(parameter) && matcher.group(2) != null) {
        return Optional.of(matcher.group(2).strip());
      }
    }
    return Optional.empty();
  }

  /** In lower case. */
  String verb() {
    return model.getHttpMethod().toLowerCase(Locale.ROOT);
  }

  Method method() {
    return model.getInvocable().getDefinitionMethod();
  }

  /** {@code DesignResource.create} is "designCreate", {@code CatalogResource.catalog} "catalog". */
  String id() {
    String name = owner.getSimpleName().replaceFirst("Resource$", "");
    name = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    String method = method().getName();
    return method.equals(name)
        ? name
        : name + method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
  }

  List<Parameter> parameters(Source source) {
    return model.getInvocable().getParameters().stream()
        .filter(parameter -> parameter.getSource() == source)
        .toList();
  }

  Optional<Parameter> header(String name) {
    return parameters(Source.HEADER).stream()
        .filter(parameter -> parameter.getSourceName().equals(name))
        .findFirst();
  }

  Optional<Parameter> body() {
    return parameters(Source.ENTITY).stream().findFirst();
  }

  /** Whether a parameter of the method is of this type. */
  boolean takes(Class<?> type) {
    return Arrays.asList(method().getParameterTypes()).contains(type);
  }

  /** Whether a login is needed, or may be there. */
  boolean knowsCaller() {
    return staffOnly()
        || Arrays.stream(method().getParameters()).anyMatch(p -> p.isAnnotationPresent(Auth.class));
  }

  boolean needsLogin() {
    return staffOnly()
        || Arrays.stream(method().getParameters())
            .anyMatch(
                p -> p.isAnnotationPresent(Auth.class) && !p.getType().equals(Optional.class));
  }

  boolean staffOnly() {
    return method().isAnnotationPresent(RolesAllowed.class)
        || owner.isAnnotationPresent(RolesAllowed.class);
  }

  Optional<Answers> annotation() {
    return Optional.ofNullable(method().getAnnotation(Answers.class));
  }

  List<String> produces() {
    return types(model.getProducedTypes());
  }

  List<String> consumes() {
    return types(model.getConsumedTypes());
  }

  private static List<String> types(List<MediaType> types) {
    List<String> names = new ArrayList<>();
    types.forEach(type -> names.add(type.toString()));
    return names;
  }

  /** The body of an answer, unless there is none or {@link #annotation()} has it. */
  Optional<Type> returned() {
    Class<?> raw = method().getReturnType();
    return raw == void.class || raw == Response.class || raw == CompletionStage.class
        ? Optional.empty()
        : Optional.of(method().getGenericReturnType());
  }

  boolean returnsNothing() {
    return method().getReturnType() == void.class;
  }
}

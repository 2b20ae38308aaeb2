package pet.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.database.DatabaseTrouble;

/**
 * The contracts of the modules that run here. Two modules may need each other, so a contract can be
 * asked for before its module is installed; and a call fails as a call to another process would,
 * with a {@link DomainException} and nothing else, so that a caller cannot tell the difference.
 */
final class LocalModules {

  private static final Logger LOG = LoggerFactory.getLogger(LocalModules.class);

  private final Map<Class<?>, Object> provided = new ConcurrentHashMap<>();
  private final Map<Class<?>, String> asked = new LinkedHashMap<>();

  <T> void provide(Class<T> contract, T implementation) {
    provided.put(contract, implementation);
  }

  /** A module's contract, which may be called once all modules are installed. */
  <T> T find(ModuleName asking, ModuleName module, Class<T> contract) {
    asked.putIfAbsent(contract, asking.key() + " needs it of " + module.key());
    Object proxy =
        Proxy.newProxyInstance(
            contract.getClassLoader(),
            new Class<?>[] {contract},
            (self, method, arguments) -> call(module, provided.get(contract), method, arguments));
    return contract.cast(proxy);
  }

  /**
   * To be called once all modules are installed.
   *
   * @throws IllegalStateException if a contract was asked for that no module provides
   */
  void check() {
    asked.forEach(
        (contract, who) -> {
          if (!provided.containsKey(contract)) {
            throw new IllegalStateException(
                "nobody provides " + contract.getSimpleName() + ": " + who);
          }
        });
  }

  private static Object call(ModuleName module, Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException thrown
          ? refusal(module, thrown)
          : e.getCause();
    }
  }

  private static DomainException refusal(ModuleName module, RuntimeException thrown) {
    if (thrown instanceof DomainException refused) {
      return refused;
    }
    if (DatabaseTrouble.isOutage(thrown)) {
      LOG.warn("the database does not answer: {}", DatabaseTrouble.summary(thrown));
      return unavailable("The store's database does not answer.", thrown);
    }
    LOG.error("a call to the {} module failed", module.key(), thrown);
    return unavailable("The " + module.key() + " module does not answer.", thrown);
  }

  private static DomainException unavailable(String detail, Throwable cause) {
    return new DomainException(ProblemCode.UNAVAILABLE, detail, List.of(), cause);
  }
}

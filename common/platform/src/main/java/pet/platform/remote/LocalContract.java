package pet.platform.remote;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/**
 * A contract's own object as its neighbours in the process see it: it throws what the proxy of a
 * remote one would, so that no caller comes to depend on where the module runs.
 */
public final class LocalContract {

  private LocalContract() {}

  public static <T> T of(Class<T> contract, T implementation) {
    return later(contract, () -> implementation);
  }

  /** One that may be there only when it is called. */
  public static <T> T later(Class<T> contract, Supplier<T> implementation) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().equals("equals")) {
            return self == arguments[0];
          }
          try {
            return method.invoke(implementation.get(), arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException thrown
                ? Refusals.of(thrown)
                : e.getCause();
          }
        };
    return contract.cast(
        Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
  }
}
